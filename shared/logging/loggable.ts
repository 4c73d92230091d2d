import type { LogFields } from './logger.ts';

/** What of an error may stand in a log. */
interface LoggableError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggableError;
}

/**
 * The fields as they may be written. Errors of drivers carry what they were doing, such as a Redis command
 * with the events in it or a query with its parameters: of an error only name, message, code, stack and cause are kept.
 */
export function loggable(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    kept[name] = value instanceof Error ? loggableError(value) : value;
  }
  return kept;
}

/** Causes are told this deep; an error may be its own cause. */
const CAUSES_TOLD = 3;

function loggableError(error: Error, causesLeft = CAUSES_TOLD): LoggableError {
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause instanceof Error && causesLeft > 0 ? { cause: loggableError(cause, causesLeft - 1) } : {}),
  };
}
