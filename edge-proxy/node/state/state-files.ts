import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { EdgeRuntime } from '../../core/model/ports.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import { sha256Hex } from '../../core/state/keys/sha256.ts';
import { bootFromFiles } from '../../core/state/persistence/boot-from-files.ts';
import { type FilePersistence, persistInFiles } from '../../core/state/persistence/persist-in-files.ts';
import { openFileStorage } from './file-storage.ts';

/**
 * Reads the state that an earlier process wrote to `folder`, and writes every later change of it.
 *
 * @param relayKey a secret; the files contain only a hash of it, made for this purpose
 * @throws Error in one line if the folder cannot be used
 */
export async function openStateFiles(
  folder: string,
  relayKey: string,
  { runtime, state }: { readonly runtime: EdgeRuntime; readonly state: EdgeState },
): Promise<FilePersistence> {
  const storage = await openFileStorage(folder);
  // Part of the file format: another text would make every file that exists one of another owner.
  const owner = await sha256Hex(`owner of kept state: ${relayKey}`);
  const deps = { ...runtime, storage, state, owner, checksum };
  await bootFromFiles(deps);
  return persistInFiles(deps);
}

async function checksum(pieces: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    hash.update(piece);
    // Megabytes at once would delay requests.
    await setImmediate();
  }
  return hash.digest('hex');
}
