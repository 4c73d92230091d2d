import { mkdirSync } from 'node:fs';
import { acquireLock, LockHeldError } from '../system/lock-file.ts';
import { errorCodeOf, OperationalError } from '../system/operational-error.ts';
import { dataPaths } from './options.ts';

/** The data folder, locked by this process. */
export interface DataFolder {
  release(): void;
}

/**
 * Creates the folder if it is missing and locks it. The lock of a launcher that was killed is replaced.
 *
 * @throws OperationalError if another launcher uses the folder, or if it cannot be written
 */
export function lockDataFolder(folder: string): DataFolder {
  const { lock, logs } = dataPaths(folder);
  try {
    // The folder contains secrets: only its owner may read it.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    mkdirSync(logs, { recursive: true });
    return acquireLock(lock);
  } catch (error) {
    if (error instanceof LockHeldError) throw lockedError(folder, error.pid);
    throw new OperationalError(
      `Cannot write to the data folder ${folder} (${errorCodeOf(error) ?? String(error)}). ` +
        'Make it writable, or set another one with DATA_DIR.',
    );
  }
}

function lockedError(folder: string, pid: number | undefined): OperationalError {
  return new OperationalError(
    pid === undefined
      ? `Another Solid Fortnight is starting on ${folder}.`
      : `Solid Fortnight is already running on ${folder} (process ${pid}). Stop it first, or set another folder with DATA_DIR.`,
  );
}
