/** Why an edge dropped an event before it was sent. */
export const DROP_REASONS = [
  /** The buffer was full, by count or by weight. */
  'buffer_full',
  /** The event breaks a limit: its flag key, user, context or text. */
  'invalid',
  /** The relay stream does not name its environment, so its private attributes are unknown. */
  'environment_unknown',
  /** It waited so long that the other side would reject it. */
  'expired',
  /** The other side rejected it. */
  'rejected',
  /** The edge ended before it could be sent. */
  'shutdown',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** At any time: `recorded = sent + (sum of dropped) + buffered + inFlight`. */
export interface EventCounters {
  /** Evaluations that were recorded. */
  readonly recorded: number;
  /** Stored by the other side. */
  readonly sent: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** In the batch that is being filled. */
  readonly buffered: number;
  /** In batches that wait to be sent, are being sent, or are to be sent again. */
  readonly inFlight: number;
  /** Values handed out in bulk, not counted as evaluations. */
  readonly delivered: number;
  /** Batches that had to be sent again. */
  readonly retries: number;
  /** UTF-8 bytes of buffered and in-flight events. */
  readonly bytes: number;
}

export function noDrops(): Record<DropReason, number> {
  return { buffer_full: 0, invalid: 0, environment_unknown: 0, expired: 0, rejected: 0, shutdown: 0 };
}
