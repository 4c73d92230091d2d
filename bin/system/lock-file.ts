import { existsSync, linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { errorCodeOf } from './operational-error.ts';
import { processIdentity } from './process-identity.ts';

/** A lock that this process holds. */
export interface LockFile {
  /** Safe to call twice: it never removes another process's lock. */
  release(): void;
}

/** Another process holds the lock. */
export class LockHeldError extends Error {
  /** Unknown while another process is acquiring the lock. */
  readonly pid: number | undefined;

  constructor(path: string, pid?: number) {
    super(`${path} is locked by ${pid === undefined ? 'another process' : `process ${pid}`}`);
    this.name = 'LockHeldError';
    this.pid = pid;
  }
}

const ATTEMPTS = 3;

/**
 * Creates the lock file `path`, which names this process. The lock of a process that no longer runs is replaced.
 *
 * @throws LockHeldError if a running process holds the lock
 * @throws a system error if the file cannot be written
 */
export function acquireLock(path: string): LockFile {
  const candidate = `${path}.${process.pid}`;
  try {
    writeFileSync(candidate, `${processIdentity(process.pid)}\n`, { mode: 0o600 });
    linkLock(path, candidate);
  } finally {
    if (existsSync(candidate)) rmSync(candidate);
  }
  return {
    release: () => {
      if (readHolder(path)?.pid === process.pid) unlinkSync(path);
    },
  };
}

/** Links `candidate` to `path`. Creating a link is atomic: it succeeds in one process only. */
function linkLock(path: string, candidate: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      linkSync(candidate, path);
      return;
    } catch (error) {
      if (errorCodeOf(error) !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && processIdentity(holder.pid) === holder.identity) throw new LockHeldError(path, holder.pid);
    removeStaleLock(path, holder?.identity);
  }
  throw new LockHeldError(path);
}

/** Removes the lock of a process that has ended. Restores it if another process has acquired it in between. */
function removeStaleLock(path: string, staleIdentity: string | undefined): void {
  const renamed = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, renamed);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return;
    throw error;
  }
  const holder = readHolder(renamed);
  if (holder && holder.identity !== staleIdentity) {
    linkSync(renamed, path);
    unlinkSync(renamed);
    throw new LockHeldError(path, holder.pid);
  }
  unlinkSync(renamed);
}

function readHolder(path: string): { pid: number; identity: string } | undefined {
  if (!existsSync(path)) return undefined;
  const identity = readFileSync(path, 'utf8').trim();
  const pid = Number(identity.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, identity } : undefined;
}
