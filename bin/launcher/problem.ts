/** A reason not to start, or to end, that a person can do something about. Shown without a stack trace. */
export class LauncherProblem extends Error {
  /** What was said last before it happened, for example the end of a log. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.name = 'LauncherProblem';
    this.details = details;
  }
}

/** The `code` of a system error, for example `EACCES`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
