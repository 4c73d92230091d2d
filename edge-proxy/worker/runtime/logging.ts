import type { LogFields, Logger } from '../../../shared/logging/logger.ts';
import { LOG_LEVELS, type LogLevel } from './config.ts';

/** Logs one JSON object a line, which Workers' own log store takes apart. */
export function createWorkerLogger(level: LogLevel, write: (line: string) => void): Logger {
  const threshold = LOG_LEVELS.indexOf(level);
  const at =
    (own: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(own) < threshold) return;
      const told = Object.entries(fields).map(([name, value]) => [name, plain(value)]);
      write(JSON.stringify({ level: own, service: 'edge-worker', ...Object.fromEntries(told), message }));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** An error has no enumerable members: as JSON it would say nothing. */
function plain(value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}
