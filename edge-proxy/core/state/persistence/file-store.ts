import type { SetTimer } from '../../../../shared/model/clock.ts';
import { environmentIdsOf } from '../edge-state.ts';
import { agesOf, encodeAges } from './ages.ts';
import type { StateFilesDeps } from './boot-from-files.ts';
import { encodeSnapshotInSlices } from './encode-snapshot.ts';
import { encodeStateFile, type StateHead } from './state-file.ts';
import type { StateStore } from './state-store.ts';
import { AGES_FILE, flagsFile, RELAY_FILE, removeUnnamed } from './storage.ts';
import type { WriteQueue } from './write-queue.ts';

/** Notes which files a change makes stale; {@link createFileWriter} writes them later, from the state as it is then. */
export function createFileStore({ add }: Pick<WriteQueue, 'add'>): StateStore {
  let agesStored = '';
  return {
    putRelay: () => add(RELAY_FILE),
    putFlags: ({ id }) => add(flagsFile(id)),
    putAges(ages) {
      const text = encodeAges(ages);
      if (text === agesStored) return;
      agesStored = text;
      add(AGES_FILE);
    },
    removeFlags: (environmentId) => add(flagsFile(environmentId)),
    removeAll() {
      // Without a relay no file may exist; those of flags go with its file.
      add(RELAY_FILE);
      add(AGES_FILE);
    },
  };
}

/** Writes the file of a name as the state is now, or removes the file of a part that the state does not hold. */
export function createFileWriter(
  deps: StateFilesDeps & { readonly setTimer: SetTimer },
): (name: string) => Promise<void> {
  const { state, storage } = deps;
  return async (name) => {
    const pieces = await piecesOf(deps, name);
    if (pieces === undefined) await storage.remove(name);
    else await storage.write(name, pieces);
    if (name === RELAY_FILE) await removeUnnamed(storage, environmentIdsOf(state));
  };
}

/** The text of a file in pieces; `undefined`: there is to be no such file. */
async function piecesOf(
  { state, checksum, owner, setTimer }: StateFilesDeps & { readonly setTimer: SetTimer },
  name: string,
): Promise<readonly string[] | undefined> {
  const relay = state.relay();
  if (relay === undefined) return undefined;
  const encode = (head: Omit<StateHead, 'owner'>, data: readonly string[]) =>
    encodeStateFile({ ...head, owner }, data, checksum);
  const { currentAsOf } = relay;
  if (name === RELAY_FILE) {
    return encode({ kind: 'relay', position: relay.position, currentAsOf }, [JSON.stringify(relay.snapshot)]);
  }
  if (name === AGES_FILE) {
    return encode({ kind: 'ages', position: null, currentAsOf }, [encodeAges(agesOf(state))]);
  }
  const id = environmentIdsOf(state).find((named) => flagsFile(named) === name);
  const held = id === undefined ? undefined : state.environment(id);
  if (held === undefined) return undefined;
  const yieldTurn = () => new Promise<void>((turn) => void setTimer(turn, 0));
  const data = await encodeSnapshotInSlices(held.replica, yieldTurn);
  return encode({ kind: 'flags', position: held.position, currentAsOf: held.currentAsOf }, data);
}
