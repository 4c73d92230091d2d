import { LOG_LEVELS, type LogLevel } from '../../../shared/logging/log-level.ts';
import { type LogOrigin, toLogRecord } from '../../../shared/logging/log-record.ts';
import type { LogFields, Logger } from '../../../shared/logging/logger.ts';

/** Logs one JSON object a line, which the log store of Workers parses. */
export function createWorkerLogger(threshold: LogLevel, write: (line: string) => void): Logger {
  const at =
    (level: LogOrigin['level']) =>
    (message: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(threshold)) return;
      const origin = { level, timeMs: Date.now(), service: 'edge-worker' };
      write(JSON.stringify(toLogRecord(origin, message, fields)));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
