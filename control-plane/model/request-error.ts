/** Why a request cannot be answered as asked: stable, for programs; told to the caller as `code`. */
export type RequestErrorCode =
  | 'INVALID_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'IN_USE'
  | 'PRECONDITION_FAILED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'TOO_MANY_REQUESTS'
  | 'UNAVAILABLE';

/** One thing that is wrong with what was sent, and where it stands. */
export interface Fault {
  /** Where, as `rules[0].conditions[2].operator`; empty for the whole. */
  readonly path: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

interface RequestErrorOptions {
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error of the control plane that is meant for the caller; everything else is a defect of ours. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  /** @param message a sentence for the caller: no secrets, nothing of our insides */
  constructor(code: RequestErrorCode, message: string, options: RequestErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Every fault of a request in one answer. */
export function invalidRequest(
  faults: readonly Fault[],
  message = 'The request is not valid.',
): RequestError {
  return new RequestError('INVALID_REQUEST', message, { faults });
}

/** @param what for example `flag "new-checkout"` */
export function resourceNotFound(what: string): RequestError {
  return new RequestError('NOT_FOUND', `There is no ${what}.`);
}
