import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '../../core/state/persistence/storage.ts';

/** Owner only: the files name environments, key hashes and targeting rules. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Ends the name of a file that could not be used. */
const REFUSED_SUFFIX = '.refused';
const TEMPORARY_SUFFIX = '.tmp';
/** Holds the id of the process that reads, and the name of the file. */
const READING_FILE = 'reading.mark';
/** A temporary file this old was left by a process that crashed. */
const STALE_MS = 60_000;

/**
 * Opens a folder as storage. Creates it if it does not exist, and removes what crashes left in it.
 *
 * @throws Error in one line, naming the variable to change, if it cannot be read and written
 */
export async function openFileStorage(folder: string): Promise<Storage> {
  try {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    await removeStale(folder);
  } catch (error) {
    throw new Error(`STATE_DIR cannot be used: ${error instanceof Error ? error.message : 'unknown'}`, {
      cause: error,
    });
  }
  const pathOf = (name: string) => join(folder, name);
  return {
    list: () => readdir(folder),
    read: (name) => readFile(pathOf(name), 'utf8').catch(undefinedIfMissing),
    write: (name, pieces) => replace(folder, name, pieces),
    async remove(name) {
      await rm(pathOf(name), { force: true });
      await rm(pathOf(name + REFUSED_SUFFIX), { force: true });
      await syncFolder(folder);
    },
    setAside: (name) => rename(pathOf(name), pathOf(name + REFUSED_SUFFIX)),
    // Not synced: it has to survive the process, not the machine.
    beginReading: (name) => writeFile(pathOf(READING_FILE), `${process.pid} ${name}`, { mode: FILE_MODE }),
    endReading: () => rm(pathOf(READING_FILE), { force: true }),
    async unendedReading() {
      const text = await readFile(pathOf(READING_FILE), 'utf8').catch(undefinedIfMissing);
      const [, pid, name] = /^(\d+) (\S+)$/.exec(text ?? '') ?? [];
      return name !== undefined && !isOtherProcess(Number(pid)) ? name : undefined;
    },
  };
}

/** Whether another process of this id runs: a second edge that starts on the same folder. */
function isOtherProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes a temporary file, syncs it to the disk, and only then renames it. */
async function replace(folder: string, name: string, pieces: readonly string[]): Promise<void> {
  const temporary = join(folder, `${name}.${process.pid}${TEMPORARY_SUFFIX}`);
  try {
    const file = await open(temporary, 'w', FILE_MODE);
    try {
      for (const piece of pieces) await file.writeFile(piece, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** A rename or a removal survives a power cut only after the folder itself is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(TEMPORARY_SUFFIX)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
