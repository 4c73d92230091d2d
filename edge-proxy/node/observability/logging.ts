import { pino } from 'pino';
import { loggable } from '../../../shared/logging/loggable.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { LogLevel } from '../config.ts';

/** Logs one JSON object a line to standard output. */
export function createJsonLogger(level: LogLevel): Logger {
  const log = pino({
    level,
    base: { service: 'edge' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: loggable },
  });
  return {
    debug: (message, fields = {}) => log.debug(fields, message),
    info: (message, fields = {}) => log.info(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    error: (message, fields = {}) => log.error(fields, message),
  };
}
