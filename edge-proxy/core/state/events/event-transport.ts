import type { EventBatch } from '../../../../shared/events/event-batch.ts';

/** Sends batches of events to Redis or over HTTP. One implementation for each. */
export interface EventTransport {
  /**
   * Sends one batch, which is within `EVENT_LIMITS`. Resolves once the other side has stored it, or with
   * what to do instead. Never rejects, and always resolves within its own deadline.
   *
   * @param signal aborts the sending; whether the batch arrived is then unknown
   */
  send(batch: EventBatch, signal: AbortSignal): Promise<SendResult>;
}

export type SendResult =
  /** Accepted, but for those refused one by one. */
  | { readonly kind: 'accepted'; readonly rejected: readonly RejectedEvent[] }
  /** Not accepted, or unknown: the same batch again, not before `afterMs` if that is given. */
  | { readonly kind: 'retry'; readonly cause: string; readonly afterMs?: number }
  /** The batch as a whole will never be accepted: smaller parts may be. */
  | { readonly kind: 'refused'; readonly cause: string };

/** One event of a batch that will never be accepted. */
export interface RejectedEvent {
  /** Within the batch. */
  readonly index: number;
  /** A stable code. */
  readonly reason: string;
}
