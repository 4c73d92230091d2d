import type { DeltaData, Position } from '../../../../shared/sync/wire.ts';
import type { EdgeState, HeldEnvironment, HeldRelay } from '../edge-state.ts';
import { type Ages, agesOf } from './ages.ts';

/** One event of an upstream stream, as it is stored. */
export interface StoredEvent {
  readonly kind: 'snapshot' | 'delta';
  /** The position it leads to; `null`: it is missing. */
  readonly id: Position | null;
  /** JSON. */
  readonly data: string;
}

/** What is stored of one stream: the relay stream, or the flags of one environment. */
export interface StoredStream {
  /** The last snapshot and the deltas after it, oldest first. */
  readonly events: readonly StoredEvent[];
  /** Milliseconds since 1970: when this was last known to be current; `undefined` if that is not stored. */
  readonly currentAsOf: number | undefined;
}

/**
 * Stores an edge's state outside the process: in files on Node, in the database of a Durable Object on Workers.
 * `restoreRelay` and `restoreFlags` read it back.
 */
export interface StateStore {
  putRelay(relay: HeldRelay): void;
  /** `delta` leads from the flags stored before to these; without it these are a fresh start. */
  putFlags(environment: HeldEnvironment, delta: DeltaData | undefined): void;
  putAges(ages: Ages): void;
  removeFlags(environmentId: string): void;
  removeAll(): void;
}

export interface StatePersistence {
  /** Stores when each part of the state was last known to be current. Heartbeats move that without an event. */
  storeAges(): void;
}

/** Passes every change of the state to a store. Listeners that are added later are called after the store. */
export function persistState(state: EdgeState, store: StateStore): StatePersistence {
  state.listen({
    relayChanged: (relay) => store.putRelay(relay),
    flagsChanged: (environment, delta) => store.putFlags(environment, delta),
    flagsErased: (environmentId) => store.removeFlags(environmentId),
    everythingErased: () => store.removeAll(),
  });
  return { storeAges: () => store.putAges(agesOf(state)) };
}
