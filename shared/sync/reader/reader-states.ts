import type { BackoffLimits } from '../../retry/backoff.ts';
import type { Position } from '../wire.ts';

/** What a reader of a stream remembers in every state. */
export interface ReaderMemory {
  /** The position held; `null` before the first snapshot. */
  readonly position: Position | null;
  /** Whether the next connection resumes from `position`; not after a gap or a fault. */
  readonly resume: boolean;
  /** Connections lost or refused in a row, none of which had been stable. */
  readonly failures: number;
  /** The shortest backoff: the default, or what the server asked for with `retry`. */
  readonly baseDelayMs: number;
}

interface StatesByName {
  /** Not started, told to stop, or (by choice) ended by a rejection. Nothing is open, nothing will happen. */
  stopped: { readonly because: 'not started' | 'asked to' | 'rejected' };
  /** Waiting for the response's headers; the timer is the connect timeout. */
  connecting: object;
  /** The stream is open and nothing has confirmed or replaced what is held; the timer is the watchdog. */
  receiving: { readonly openedAt: number };
  /** What is held is what the server has; the timer is the watchdog. */
  live: { readonly openedAt: number };
  /** Waiting to connect again. */
  'backing off': { readonly because: string; readonly delayMs: number };
  /** The server refuses us: what is held stays, and it is asked again slowly, for ever. */
  rejected: { readonly status: number; readonly delayMs: number };
}

export type ReaderStateName = keyof StatesByName;
export type ReaderState<N extends ReaderStateName = ReaderStateName> = {
  [K in N]: { readonly name: K; readonly memory: ReaderMemory } & StatesByName[K];
}[N];

interface EventsByType {
  start: object;
  stop: object;
  /** Connect now, whatever was being waited for. */
  reconnect: object;
  /** Response headers of a good stream. */
  opened: object;
  /** A response that is none. */
  refused: { readonly status: number; readonly retryAfterMs: number | null };
  /** The connection could not be made, broke, or ended. */
  lost: { readonly because: string };
  /** Bytes arrived, whatever they say. */
  heard: object;
  heartbeat: object;
  snapshot: { readonly position: Position };
  delta: { readonly from: Position; readonly to: Position };
  /** The server's `retry` field. */
  retry: { readonly delayMs: number };
  /** Something that breaks the protocol. */
  fault: { readonly reason: string };
  /** The one timer has run out. */
  timer: object;
}

export type ReaderEventType = keyof EventsByType;
export type ReaderEvent<T extends ReaderEventType = ReaderEventType> = {
  [K in T]: { readonly type: K } & EventsByType[K];
}[T];

export type ReaderAction =
  | { readonly do: 'connect'; readonly lastEventId: Position | null }
  | { readonly do: 'disconnect' }
  /** Starts the one timer anew. */
  | { readonly do: 'arm'; readonly delayMs: number }
  | { readonly do: 'disarm' }
  /** Replace what is held by the snapshot at hand. */
  | { readonly do: 'replace' }
  /** Apply the delta at hand. */
  | { readonly do: 'apply' };

export interface ReaderSettings {
  readonly backoff: BackoffLimits;
  /** For 401, 403 and other answers that asking again soon will not change. */
  readonly rejectedBackoff: BackoffLimits;
  readonly connectTimeoutMs: number;
  /** Silence after which an open stream counts as dead; heartbeats come every 15 s. */
  readonly idleTimeoutMs: number;
  /** How long a stream must have been open to count as stable, so that its loss starts the backoff anew. */
  readonly stableAfterMs: number;
  /** What a 401 or 403 leads to. */
  readonly onRejected: 'retry' | 'close';
}

export const DEFAULT_READER_SETTINGS: ReaderSettings = {
  backoff: { baseMs: 1_000, capMs: 10_000 },
  rejectedBackoff: { baseMs: 10_000, capMs: 60_000 },
  connectTimeoutMs: 15_000,
  idleTimeoutMs: 45_000,
  stableAfterMs: 30_000,
  onRejected: 'retry',
};

/** What a step may look at besides state and event. */
export interface ReaderSurroundings {
  /** Milliseconds. */
  readonly now: number;
  /** In [0, 1), as `Math.random` gives. */
  readonly random: number;
  readonly settings: ReaderSettings;
}

export interface ReaderTransition {
  readonly state: ReaderState;
  readonly actions: readonly ReaderAction[];
}
