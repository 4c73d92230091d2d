import { LIMITS } from './limits.ts';

/** Why a request fails: stable codes for programs, sent as `code` of the problem details. */
export type RequestErrorCode =
  | 'INVALID_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'ORIGIN_REFUSED'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'IN_USE'
  | 'PRECONDITION_FAILED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'TOO_MANY_REQUESTS'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_KEY_IN_USE'
  | 'ALREADY_CREATED'
  | 'UNAVAILABLE';

/** One thing that is wrong in a request. */
export interface Fault {
  /** Where it is, for example `rules[0].conditions[2].operator`; empty for the whole request. */
  readonly path: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

interface RequestErrorOptions {
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly resourceId?: string;
  readonly etag?: string;
  readonly cause?: unknown;
}

/** The only error of the control plane whose message is sent to the caller. Every other error is a bug. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  /** At most {@link LIMITS.faults}. */
  readonly faults: readonly Fault[];
  /** The number of faults that were found, also of those that are not listed. */
  readonly faultsTotal: number;
  readonly retryAfterSeconds: number | undefined;
  /** What an earlier request with the same `Idempotency-Key` has created. */
  readonly resourceId: string | undefined;
  /** With `PRECONDITION_FAILED`: the present `ETag`, with its quotes. */
  readonly etag: string | undefined;

  /** @param message a sentence for the caller; must not contain secrets or internals */
  constructor(code: RequestErrorCode, message: string, options: RequestErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    const faults = options.faults ?? [];
    this.faults = faults.slice(0, LIMITS.faults);
    this.faultsTotal = faults.length;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.resourceId = options.resourceId;
    this.etag = options.etag;
  }
}

/** An `INVALID_REQUEST` error that reports all faults of a request together. */
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
