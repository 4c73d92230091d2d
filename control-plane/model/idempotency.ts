/** One attempt to carry out a request with an `Idempotency-Key`. The change and this attempt are committed together. */
export interface IdempotentAttempt {
  readonly userId: string;
  /** The value of `Idempotency-Key`. */
  readonly key: string;
  /** A new UUID for each attempt. */
  readonly attemptId: string;
}

/** The answer to a request that succeeded. */
export interface StoredAnswer {
  readonly status: number;
  /** JSON; `null`: it is not kept, because it shows a secret or is too long. */
  readonly body: string | null;
  readonly etag: string | null;
}

/** What is known about the key of a request. */
export type Reservation =
  | { readonly state: 'reserved' }
  /** The key was sent with another request. */
  | { readonly state: 'otherRequest' }
  | { readonly state: 'running'; readonly retryAfterSeconds: number }
  /** `answer` is `null` if it is not kept. */
  | { readonly state: 'done'; readonly answer: StoredAnswer | null; readonly resourceId: string | null };

/** The keys of the last 24 hours, by user. */
export interface IdempotencyKeys {
  /** @param requestHash of method, path and body */
  reserve(attempt: IdempotentAttempt, requestHash: string): Promise<Reservation>;
  /** Keeps the answer of an attempt that was committed. */
  complete(attempt: IdempotentAttempt, answer: StoredAnswer, resourceId: string | null): Promise<void>;
  /** Forgets an attempt that was not committed: the request may be sent again. */
  release(attempt: IdempotentAttempt): Promise<void>;
}
