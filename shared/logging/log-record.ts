import type { LogLevel } from './log-level.ts';
import type { LogFields } from './logger.ts';

/** The logged members of an error. */
interface LoggableError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggableError;
}

/** What every line of a process begins with. */
export interface LogOrigin {
  readonly level: Exclude<LogLevel, 'silent'>;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  /** The part that writes, for example `edge`. */
  readonly service: string;
}

/** Members of a record that fields cannot replace. */
const RESERVED = new Set(['level', 'time', 'service', 'msg']);
/** Causes are followed to this depth; an error may be its own cause. */
const MAX_CAUSES = 3;

/**
 * The record of one log line, the same on every runtime. Written as JSON it begins with `level`, `time` (RFC 3339) and
 * `service`, and ends with `msg`, the name of the event.
 */
export function toLogRecord(origin: LogOrigin, message: string, fields: LogFields): Record<string, unknown> {
  const { level, timeMs, service } = origin;
  const time = new Date(timeMs).toISOString();
  return { level, time, service, ...toLoggableFields(fields), msg: message };
}

/**
 * The fields as they may be written. Errors of drivers contain their operation, such as a Redis command with the events
 * in it or a query with its parameters. So of an error only name, message, code, stack and cause are written. The field
 * `error` is always an object, also for a thrown value that is not an Error. A field with a reserved name gets an
 * underscore.
 */
export function toLoggableFields(fields: LogFields): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    written[RESERVED.has(name) ? `${name}_` : name] = toLoggableValue(name, value);
  }
  return written;
}

function toLoggableValue(name: string, value: unknown): unknown {
  if (value instanceof Error) return toLoggableError(value, MAX_CAUSES);
  if (name === 'error' && value !== undefined) return { name: typeof value, message: String(value) };
  return value;
}

function toLoggableError(error: Error, causesLeft: number): LoggableError {
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause instanceof Error && causesLeft > 0 ? { cause: toLoggableError(cause, causesLeft - 1) } : {}),
  };
}
