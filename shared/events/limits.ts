import type { JsonTextLimits } from '../model/json-text.ts';

/** The limits of an event and of a batch of events, on the edge and in the control plane. */
export const EVENT_LIMITS = {
  /** Events in one batch: in one request, one stream entry, one transaction. */
  batchEvents: 5_000,
  /** UTF-8 bytes of one batch as the body of a request. */
  batchBytes: 1024 * 1024,
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

/** What the text of a batch may hold. It is counted before anything is built from it. */
export interface BatchTextLimits extends JsonTextLimits {
  /** In UTF-8. */
  readonly bytes: number;
}

/** A context that is a little too deep is left to the check of its event, so that the other events are stored. */
const DEPTH = 1_000;

/** Of a batch that is posted. */
export const POSTED_BATCH: BatchTextLimits = {
  bytes: EVENT_LIMITS.batchBytes,
  depth: DEPTH,
  containers: 150_000,
  values: 400_000,
};

/**
 * Of an entry of the stream. It may hold every batch that was accepted, as a list: what the events of a posted table have in
 * common is repeated in each of them, and a number may be written longer than it was posted (`1e20`).
 */
export const STREAM_ENTRY: BatchTextLimits = {
  bytes: 16 * EVENT_LIMITS.batchBytes,
  depth: DEPTH,
  containers: 200_000,
  values: 500_000,
};
