/**
 * A failure that the user can act on, such as a port in use. It is shown as its message, without a stack trace.
 */
export class OperationalError extends Error {
  /** Lines that help to find the cause, for example the last lines of a log. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.name = 'OperationalError';
    this.details = details;
  }
}

/** The `code` of a system error, for example `EACCES`. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
