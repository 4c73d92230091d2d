import type { Position } from '../wire.ts';

/** How the position of a reader relates to what the writer holds: see `standingOf`. */
export type ReaderStanding = 'current' | 'delta' | 'ahead' | 'unknown';

/** What a writer remembers of a reader in every state. */
export interface WriterMemory {
  /** Size of a snapshot in the reader's queue, which does not count; 0 once the queue was empty again. */
  readonly uncountedBytes: number;
  /** What the reader had taken in all, and since when it has been that much. */
  readonly takenBytes: number;
  readonly progressAt: number;
}

interface StatesByName {
  /** Follows: gets every change as it comes. */
  live: object;
  /** Holds a position newer than ours: gets heartbeats until we have caught up. */
  waiting: { readonly position: Position; readonly since: number };
  /** Its queue was full: gets nothing, and one fresh snapshot once it has taken what it has. */
  lagging: object;
  closed: { readonly because: CloseReason };
}

/** `left`: the reader went. `ended`: we were told to. `stalled`: it took nothing for too long. */
export type CloseReason = 'left' | 'ended' | 'stalled';

export type WriterStateName = keyof StatesByName;
export type WriterState<N extends WriterStateName = WriterStateName> = {
  [K in N]: { readonly name: K; readonly memory: WriterMemory } & StatesByName[K];
}[N];

interface EventsByType {
  /** The state moved on by a delta. */
  advanced: { readonly changeBytes: number; readonly standingOf: (held: Position) => ReaderStanding };
  /** The state was replaced by a snapshot; `restored`: by one that is not newer, a restored backup. */
  replaced: { readonly restored: boolean; readonly standingOf: (held: Position) => ReaderStanding };
  /** The reader has taken all that was in its queue. */
  drained: object;
  /**
   * Time has passed. `verifiedAt`: when what we hold was last known to be what the database holds;
   * `null`: never.
   */
  tick: { readonly heartbeatDue: boolean; readonly verifiedAt: number | null };
  left: object;
  end: object;
}

export type WriterEventType = keyof EventsByType;
export type WriterEvent<T extends WriterEventType = WriterEventType> = {
  [K in T]: { readonly type: K } & EventsByType[K];
}[T];

export type WriterAction =
  | { readonly do: 'send snapshot' }
  /** The delta all readers get. */
  | { readonly do: 'send change' }
  /** The one from this reader's own position. */
  | { readonly do: 'send delta'; readonly from: Position }
  | { readonly do: 'send heartbeat' }
  | { readonly do: 'close' };

export interface WriterLimits {
  /** Bytes that may wait for one reader, a snapshot not counted. */
  readonly queueBytes: number;
  /** How long a reader may take nothing of what waits for it. */
  readonly stalledAfterMs: number;
  /**
   * How long after a reader came with a newer position our own state must have been verified, so that we
   * hold its position for lost: the time a connection may be half-open without our noticing.
   */
  readonly restoreAfterMs: number;
}

export const DEFAULT_WRITER_LIMITS: WriterLimits = {
  queueBytes: 1024 * 1024,
  stalledAfterMs: 60_000,
  restoreAfterMs: 45_000,
};

/** What a step may look at besides state and event. */
export interface WriterSurroundings {
  /** Milliseconds. */
  readonly now: number;
  /** What waits for this reader now. */
  readonly bufferedBytes: number;
  /** What it has taken in all. */
  readonly takenBytes: number;
  /** The size of a snapshot of the current state. */
  readonly snapshotBytes: () => number;
  readonly limits: WriterLimits;
}

export interface WriterTransition {
  readonly state: WriterState;
  readonly actions: readonly WriterAction[];
}
