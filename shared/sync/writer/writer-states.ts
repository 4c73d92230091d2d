import type { Position } from '../wire.ts';

/** How the position of a reader relates to the state that the writer holds; see `standingOf` of a replica. */
export type ReaderStanding = 'current' | 'delta' | 'ahead' | 'unknown';

/** What a writer holds about its reader in every state. */
export interface WriterMemory {
  /** The size of a snapshot in the reader's queue, which does not count towards the limit; 0 once the queue was empty. */
  readonly uncountedBytes: number;
  /** The bytes that the reader has read in all. */
  readonly takenBytes: number;
  /** When the reader last read something, or had nothing to read. Milliseconds since 1970. */
  readonly progressAt: number;
}

interface StatesByName {
  /** Gets every change at once. */
  live: object;
  /** The reader's position is newer than ours. It gets heartbeats until we have caught up. */
  waiting: { readonly position: Position; readonly since: number };
  /** The reader's queue was full. It gets nothing until it has read the queue, and then one fresh snapshot. */
  lagging: object;
  closed: { readonly reason: CloseReason };
}

/** `left`: the reader disconnected. `ended`: the stream was ended here. `stalled`: the reader read nothing for too long. */
export type CloseReason = 'left' | 'ended' | 'stalled';

export type WriterStateName = keyof StatesByName;
export type WriterState<N extends WriterStateName = WriterStateName> = {
  [K in N]: { readonly name: K; readonly memory: WriterMemory } & StatesByName[K];
}[N];

interface EventsByType {
  /** A delta was applied to our state. */
  advanced: { readonly changeBytes: number; readonly standingOf: (position: Position) => ReaderStanding };
  /** A snapshot replaced our state. `restored`: it is not newer, because a backup was restored. */
  replaced: { readonly restored: boolean; readonly standingOf: (position: Position) => ReaderStanding };
  /** The reader has read all of its queue. */
  drained: object;
  /** Time has passed. `verifiedAt`: when our state was last known to be what the database holds; `null`: never. */
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
  /** The delta of the event, which is the same for all readers. */
  | { readonly do: 'send change' }
  /** A delta from this reader's own position. */
  | { readonly do: 'send delta'; readonly from: Position }
  | { readonly do: 'send heartbeat' }
  | { readonly do: 'close' };

export interface WriterLimits {
  /** The bytes that may be queued for one reader, without a snapshot. */
  readonly queueBytes: number;
  /** For how long a reader may read nothing of its queue. */
  readonly stalledAfterMs: number;
  /**
   * If our state is verified this long after a reader arrived with a newer position, that position was lost in a restore.
   * It is the time for which a connection to the upstream may be half-open unnoticed.
   */
  readonly restoreAfterMs: number;
}

export const DEFAULT_WRITER_LIMITS: WriterLimits = {
  queueBytes: 1024 * 1024,
  stalledAfterMs: 60_000,
  restoreAfterMs: 45_000,
};

/** What a step depends on besides state and event. */
export interface WriterInputs {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The bytes in this reader's queue. */
  readonly bufferedBytes: number;
  /** The bytes that it has read in all. */
  readonly takenBytes: number;
  /** The size of a snapshot of the current state. */
  readonly snapshotBytes: () => number;
  readonly limits: WriterLimits;
}

export interface WriterTransition {
  readonly state: WriterState;
  readonly actions: readonly WriterAction[];
}
