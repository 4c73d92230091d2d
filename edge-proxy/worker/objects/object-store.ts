import { toSnapshot } from '../../../shared/sync/replica.ts';
import type { DeltaData } from '../../../shared/sync/wire.ts';
import {
  type EdgeState,
  environmentIdsOf,
  type HeldEnvironment,
  type HeldRelay,
} from '../../core/state/edge-state.ts';
import {
  type RestoreProblem,
  restoreFlags,
  restoreRelay,
} from '../../core/state/persistence/restore-state.ts';
import type { StateStore } from '../../core/state/persistence/state-store.ts';
import type { ObjectStorage } from './object-storage.ts';
import { openStateLog, type StateLog } from './state-log.ts';
import { openStoredTime } from './stored-time.ts';

/** A store in the database of a Durable Object. It writes before a method returns. */
export interface ObjectStore extends StateStore {
  /** Takes what is stored into the state; `undefined` also if nothing is stored. */
  restore(state: EdgeState, now: number): RestoreProblem;
}

/** Deltas may have this many bytes before a snapshot replaces them, however small the snapshot is. */
export const MIN_DELTA_BYTES = 64 * 1024;

/** The store of the object `relay`: environments and keys. */
export function openRelayStore(storage: ObjectStorage): ObjectStore {
  const log = openStateLog(storage, 'relay');
  const time = openStoredTime(storage);
  return {
    restore(state, now) {
      const events = log.read();
      if (events.length === 0) return undefined;
      return restoreRelay(state, { events, currentAsOf: time.read() }, now);
    },
    putRelay(relay) {
      writeRelay(log, relay);
      time.write(relay.currentAsOf);
    },
    putFlags() {},
    putAges({ relay }) {
      if (relay !== null) time.write(relay.currentAsOf);
    },
    removeFlags() {},
    removeAll: log.clear,
  };
}

/** The store of an environment's object: its flags, and the environment and keys as the object `relay` sent them. */
export function openEnvironmentStore(storage: ObjectStorage): ObjectStore {
  const relayLog = openStateLog(storage, 'relay');
  const flagLog = openStateLog(storage, 'flags');
  const time = openStoredTime(storage);
  return {
    restore(state, now) {
      const relay = relayLog.read();
      if (relay.length === 0) return undefined;
      const problem = restoreRelay(state, { events: relay, currentAsOf: undefined }, now);
      const [id] = environmentIdsOf(state);
      const flags = flagLog.read();
      if (problem !== undefined || id === undefined || flags.length === 0) return problem;
      return restoreFlags(state, id, { events: flags, currentAsOf: time.read() }, now);
    },
    putRelay: (relay) => writeRelay(relayLog, relay),
    putFlags(environment, delta) {
      writeFlags(flagLog, environment, delta);
      time.write(environment.currentAsOf);
    },
    putAges({ environments }) {
      for (const { currentAsOf } of environments.values()) time.write(currentAsOf);
    },
    removeFlags: () => flagLog.clear(),
    removeAll() {
      relayLog.clear();
      flagLog.clear();
    },
  };
}

function writeRelay(log: StateLog, { position, snapshot }: HeldRelay): void {
  log.write({ kind: 'snapshot', id: position, data: JSON.stringify(snapshot) });
}

/** Appends the delta; writes a snapshot if there is none, or if the deltas have become larger than the last one. */
function writeFlags(log: StateLog, { replica }: HeldEnvironment, delta: DeltaData | undefined): void {
  if (delta) log.write({ kind: 'delta', id: delta.to, data: JSON.stringify(delta) });
  const { snapshot, deltas } = log.size();
  if (delta && deltas <= Math.max(snapshot, MIN_DELTA_BYTES)) return;
  log.write({ kind: 'snapshot', id: replica.position, data: JSON.stringify(toSnapshot(replica)) });
}
