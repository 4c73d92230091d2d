import type { SetTimer } from '../../../../shared/model/clock.ts';
import type { Random } from '../../model/ports.ts';
import type { StateFilesDeps } from './boot-from-files.ts';
import { createFileStore, createFileWriter } from './file-store.ts';
import { persistState } from './state-store.ts';
import { RELAY_FILE } from './storage.ts';
import { createWriteQueue, type WriteQueue } from './write-queue.ts';

/** How often the time of the last heartbeat is stored. */
const AGES_EVERY_MS = 15_000;

export interface FilePersistenceDeps extends StateFilesDeps {
  readonly setTimer: SetTimer;
  readonly random: Random;
}

/** `close` also stores how old everything is. */
export type FilePersistence = Pick<WriteQueue, 'flush' | 'close' | 'counts'>;

/**
 * Writes every change of the state into files soon after it was made, one file at a time, and nothing of it while
 * a request waits. A storage that fails is tried again, slowly; the edge serves from memory meanwhile.
 */
export function persistInFiles(deps: FilePersistenceDeps): FilePersistence {
  const { state, setTimer } = deps;
  // The relay comes first: it names the environments.
  const queue = createWriteQueue({ ...deps, write: createFileWriter(deps), first: RELAY_FILE });
  const { storeAges } = persistState(state, createFileStore(queue));
  let cancelAges = setTimer(function again() {
    storeAges();
    cancelAges = setTimer(again, AGES_EVERY_MS);
  }, AGES_EVERY_MS);
  return {
    flush: queue.flush,
    async close() {
      cancelAges();
      storeAges();
      await queue.close();
    },
    counts: queue.counts,
  };
}
