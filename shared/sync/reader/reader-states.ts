import type { BackoffLimits } from '../../retry/backoff.ts';
import type { Position } from '../wire.ts';

/** What a reader of a stream holds in every state. */
export interface ReaderMemory {
  /** The position held; `null` before the first snapshot. */
  readonly position: Position | null;
  /** Whether the next connection resumes from `position`. Not after a gap or a fault. */
  readonly resume: boolean;
  /** Connections lost or refused in a row, without a stable one between them. */
  readonly failures: number;
  /** The backoff after the first failure: the default, or the value of `retry` from the server. */
  readonly baseDelayMs: number;
}

interface StatesByName {
  /** Not started, stopped, or ended by a rejection. No connection, no timer. */
  stopped: { readonly reason: 'not started' | 'stop requested' | 'rejected' };
  /** Waits for the response's headers. The timer is the connect timeout. */
  connecting: object;
  /** The stream is open, but nothing has confirmed or replaced the state held. The timer is the watchdog. */
  receiving: { readonly openedAt: number };
  /** The state held is that of the server. The timer is the watchdog. */
  live: { readonly openedAt: number };
  /** Waits before it connects again. */
  'backing off': { readonly reason: string; readonly delayMs: number };
  /** The server refuses this reader. It keeps its state and retries slowly, for ever. */
  rejected: { readonly status: number; readonly delayMs: number };
}

export type ReaderStateName = keyof StatesByName;
export type ReaderState<N extends ReaderStateName = ReaderStateName> = {
  [K in N]: { readonly name: K; readonly memory: ReaderMemory } & StatesByName[K];
}[N];

interface EventsByType {
  start: object;
  stop: object;
  /** Connect now, in any state but `stopped`. */
  reconnect: object;
  /** A response with status 200 and an event stream has begun. */
  opened: object;
  /** A response with another status. */
  refused: { readonly status: number; readonly retryAfterMs: number | null };
  /** The connection could not be made, broke, or ended. */
  lost: { readonly reason: string };
  /** Bytes have arrived, whatever they contain. */
  bytes: object;
  heartbeat: object;
  snapshot: { readonly position: Position };
  delta: { readonly from: Position; readonly to: Position };
  /** The server's `retry` field. */
  retry: { readonly delayMs: number };
  /** What has arrived breaks the protocol. */
  fault: { readonly reason: string };
  /** The timer has fired. A reader has one timer at most. */
  timer: object;
}

export type ReaderEventType = keyof EventsByType;
export type ReaderEvent<T extends ReaderEventType = ReaderEventType> = {
  [K in T]: { readonly type: K } & EventsByType[K];
}[T];

export type ReaderAction =
  | { readonly do: 'connect'; readonly lastEventId: Position | null }
  | { readonly do: 'disconnect' }
  /** Starts the timer again. */
  | { readonly do: 'arm'; readonly delayMs: number }
  | { readonly do: 'disarm' }
  /** Replace the state held by the snapshot of the event. */
  | { readonly do: 'replace' }
  /** Apply the delta of the event. */
  | { readonly do: 'apply' };

export interface ReaderSettings {
  readonly backoff: BackoffLimits;
  /** For 401, 403 and other responses that will not change soon. */
  readonly rejectedBackoff: BackoffLimits;
  readonly connectTimeoutMs: number;
  /** An open stream without a byte for this long counts as dead. Heartbeats arrive every 15 s. */
  readonly idleTimeoutMs: number;
  /** A stream that was open for this long was stable: its loss counts as the first failure. */
  readonly stableAfterMs: number;
  /** What follows a 401 or 403. */
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

/** What a step depends on besides state and event. */
export interface ReaderInputs {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** In [0, 1), as `Math.random` returns it. */
  readonly random: number;
  readonly settings: ReaderSettings;
}

export interface ReaderTransition {
  readonly state: ReaderState;
  readonly actions: readonly ReaderAction[];
}
