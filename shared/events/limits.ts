/** The limits of an event and of a batch of events, on the edge and in the control plane. */
export const EVENT_LIMITS = {
  /** Events in one batch: in one request, one stream entry, one transaction. */
  batchEvents: 5_000,
  /** UTF-8 bytes of one batch as the body of a request. */
  batchBytes: 1024 * 1024,
  /** UTF-8 bytes of one stream entry: a table of that many bytes may become a list, which is longer. */
  entryBytes: 4 * 1024 * 1024,
  /** UTF-8 bytes of a user's identifier. */
  userIdBytes: 1024,
  /** UTF-8 bytes of an evaluation context as JSON. */
  contextBytes: 64 * 1024,
  /** Levels of nested objects and arrays in an evaluation context, itself included. */
  contextDepth: 16,
  /** The greatest age of an event when it is received, in milliseconds. */
  maxAgeMs: 7 * 24 * 60 * 60 * 1000,
  /** How far the time of an event may be ahead of the receiver's clock, in milliseconds. */
  maxAheadMs: 60 * 60 * 1000,
} as const;
