import type { Failure } from './failure.ts';

/** A response, without the types of a runtime. */
export interface Answer {
  readonly status: number;
  /** Many answers share one object: what renders headers can keep the result per object. */
  readonly headers: Readonly<Record<string, string>>;
  /** The header `ETag`, which differs from answer to answer; of characters that need no check. */
  readonly etag?: string;
  /** '' if the status allows none (304). */
  readonly body: string;
}

/** What a handler returns. `finishReply` turns a failure into an answer in the format of the route's protocol. */
export type Reply = Answer | Failure;
