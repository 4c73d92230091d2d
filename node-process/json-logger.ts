import { type DestinationStream, type LoggerOptions, pino } from 'pino';
import type { LogLevel } from '../shared/logging/log-level.ts';
import { toLoggableFields } from '../shared/logging/log-record.ts';
import type { Logger } from '../shared/logging/logger.ts';

export interface JsonLoggerOptions {
  /** The name of the process in each line, for example `edge`. */
  readonly service: string;
  readonly level: LogLevel;
  /** Standard output unless given. */
  readonly destination?: DestinationStream;
}

/** Logs one JSON object a line. Its members are those of `toLogRecord`. */
export function createJsonLogger({ service, level, destination }: JsonLoggerOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: toLoggableFields },
  };
  const log = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (message, fields = {}) => log.debug(fields, message),
    info: (message, fields = {}) => log.info(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    error: (message, fields = {}) => log.error(fields, message),
  };
}
