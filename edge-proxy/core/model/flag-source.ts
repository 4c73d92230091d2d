import type { CompiledFlagSet } from '../../../shared/evaluation/index.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { KeyRing } from './key-ring.ts';

/** One environment as requests are answered from it: replaced whole, never changed in place. */
export interface ServedEnvironment {
  /** UUID. */
  readonly id: string;
  readonly set: CompiledFlagSet;
  readonly position: Position;
  /** Milliseconds since 1970: when the change that made this state was committed. */
  readonly committedAt: number;
  /** Milliseconds since 1970: when this state was last known to be the upstream's current one. */
  readonly currentAsOf: number;
}

/**
 * The keys and flags that request handlers read, synchronously. On Node this is the process' own replica;
 * in a Worker isolate it is a copy that the adapter revalidates before it calls a handler.
 */
export interface FlagSource {
  /** `undefined`: not known yet, or too old to be trusted; requests get 503 rather than a wrong 401. */
  keys(): KeyRing | undefined;
  /** `undefined`: its flags have not arrived, or it does not exist. */
  environment(id: string): ServedEnvironment | undefined;
  /** The secret of its notice streams' tokens; `undefined`: it has none, and no streams are offered. */
  streamSecret(environmentId: string): string | undefined;
  /** Origins whose pages may use its client keys; `undefined`: all. The same array until it is changed. */
  allowedOrigins(environmentId: string): readonly string[] | undefined;
}

/** What readiness is judged by. */
export interface Readiness {
  /** The edge is shutting down: it still answers, but should get no more requests. */
  readonly stopping?: boolean;
  readonly keysKnown: boolean;
  /** Every environment that the upstream has named. */
  readonly environments: readonly EnvironmentReadiness[];
}

export interface EnvironmentReadiness {
  readonly id: string;
  readonly key: string;
  /** `null` until its first snapshot has been applied. */
  readonly position: Position | null;
  /** Milliseconds since 1970: when its flags were last known to be current; `null` without flags. */
  readonly currentAsOf: number | null;
}
