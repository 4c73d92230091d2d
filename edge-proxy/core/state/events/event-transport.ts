import type { EventBatch } from '../../../../shared/events/event-batch.ts';

/** Carries batches of events away from the edge. One implementation a way: Redis, HTTP. */
export interface EventTransport {
  /**
   * Sends one batch, which is within `EVENT_LIMITS`. Answers once the other side has it for good, or says what
   * to do instead. Never rejects, and always answers within a time of its own.
   *
   * @param signal gives the sending up; whether the batch arrived is then unknown
   */
  send(batch: EventBatch, signal: AbortSignal): Promise<SendResult>;
}

export type SendResult =
  /** Taken, but for those refused one by one: `index` within the batch and a stable code. */
  | { readonly kind: 'accepted'; readonly rejected: readonly RejectedEvent[] }
  /** Not taken, or unknown: the same batch again, not before `afterMs` where it is told. */
  | { readonly kind: 'retry'; readonly cause: string; readonly afterMs?: number }
  /** The batch as a whole will never be taken: smaller parts may be. */
  | { readonly kind: 'refused'; readonly cause: string };

export interface RejectedEvent {
  readonly index: number;
  readonly reason: string;
}
