import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dataPaths } from './options.ts';
import { codeOf, LauncherProblem } from './problem.ts';
import { identityOf } from './process-identity.ts';

/** The data folder, ours alone until it is given back. */
export interface DataFolder {
  release(): void;
}

/**
 * Makes the folder where it is missing and takes it for this process. What a killed launcher left behind does not count.
 *
 * @throws LauncherProblem when another launcher uses it, or nothing can be written there
 */
export function takeDataFolder(folder: string): DataFolder {
  const { lock, logs } = dataPaths(folder);
  const mine = `${lock}.${process.pid}`;
  try {
    // It holds secrets: nobody else needs to look inside.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    mkdirSync(logs, { recursive: true });
    writeFileSync(mine, `${identityOf(process.pid)}\n`, { mode: 0o600 });
    takeLock(lock, mine, folder);
  } catch (error) {
    if (error instanceof LauncherProblem) throw error;
    throw new LauncherProblem(
      `Cannot write to the data folder ${folder} (${codeOf(error) ?? String(error)}). ` +
        'Make it writable, or choose another with DATA_DIR.',
    );
  } finally {
    if (existsSync(mine)) rmSync(mine);
  }
  return {
    release: () => {
      if (readLock(lock)?.pid === process.pid) unlinkSync(lock);
    },
  };
}

/** Puts the file `mine` in the lock's place: a link is made whole or not at all, by one process only. */
function takeLock(lock: string, mine: string, folder: string): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      linkSync(mine, lock);
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = readLock(lock);
    if (holder && identityOf(holder.pid) === holder.identity) throw alreadyRunning(holder.pid, folder);
    removeStale(lock, holder?.identity, folder);
  }
  throw new LauncherProblem(`Another Solid Fortnight is just starting on ${folder}.`);
}

/** Takes a dead launcher's lock away, and puts it back should it meanwhile have become a living one's. */
function removeStale(lock: string, expected: string | undefined, folder: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const removed = readLock(aside);
  if (removed && removed.identity !== expected) {
    linkSync(aside, lock);
    unlinkSync(aside);
    throw alreadyRunning(removed.pid, folder);
  }
  unlinkSync(aside);
}

function readLock(path: string): { pid: number; identity: string } | undefined {
  if (!existsSync(path)) return undefined;
  const identity = readFileSync(path, 'utf8').trim();
  const pid = Number(identity.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, identity } : undefined;
}

function alreadyRunning(pid: number, folder: string): LauncherProblem {
  return new LauncherProblem(
    `Solid Fortnight is already running on ${folder} (process ${pid}). End it first, or choose another folder with DATA_DIR.`,
  );
}
