/** What an event and a batch of events may be at most, alike on the edge and in the control plane. */
export const EVENT_LIMITS = {
  /** Events in one batch: one request, one stream entry; a transaction stores no more at once. */
  batchEvents: 5_000,
  /** UTF-8 bytes of one batch as the body of a request. */
  batchBytes: 1024 * 1024,
  /** UTF-8 bytes of a user's identifier. */
  userIdBytes: 1024,
  /** UTF-8 bytes of an evaluation context as JSON. */
  contextBytes: 64 * 1024,
  /** Objects and arrays inside each other in an evaluation context, itself included. */
  contextDepth: 16,
  /** Milliseconds an event may be old when it is taken in. */
  maxAgeMs: 7 * 24 * 60 * 60 * 1000,
  /** Milliseconds an event's clock may be ahead of the one that takes it in. */
  maxAheadMs: 60 * 60 * 1000,
} as const;
