import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock, type LockFile, LockHeldError } from '../system/lock-file.ts';
import { buildFiles } from './build-files.ts';
import { ROOT } from './bundle.ts';
import { staleReason } from './freshness.mjs';

/** The folder of the built files. */
export const DIST = join(ROOT, 'dist');
const LOCK = join(ROOT, 'dist.lock');
const NEW = join(ROOT, 'dist.new');
const OLD = join(ROOT, 'dist.old');

const LOCK_WAIT_MS = 120_000;
const LOCK_POLL_MS = 100;

export interface BuildDistOptions {
  /** Whether to leave `dist/` alone if it is up to date. */
  readonly onlyIfStale: boolean;
}

/**
 * Builds `dist/`. The files are made in another folder, which then replaces `dist/` as a whole: a build that fails leaves
 * the last one in place. One process builds at a time; the others wait.
 */
export async function buildDist({ onlyIfStale }: BuildDistOptions): Promise<void> {
  const lock = await waitForLock();
  try {
    if (onlyIfStale && staleReason(ROOT) === undefined) return;
    // Left by a build that was killed.
    for (const folder of [NEW, OLD]) rmSync(folder, { recursive: true, force: true });
    await buildFiles(NEW);
    if (existsSync(DIST)) renameSync(DIST, OLD);
    renameSync(NEW, DIST);
    rmSync(OLD, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

async function waitForLock(): Promise<LockFile> {
  const deadline = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return acquireLock(LOCK);
    } catch (error) {
      if (!(error instanceof LockHeldError) || performance.now() > deadline) throw error;
      await sleep(LOCK_POLL_MS);
    }
  }
}
