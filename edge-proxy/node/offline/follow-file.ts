import { type FSWatcher, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Logger } from '../../../shared/logging/logger.ts';
import { formatPosition, versionOf } from '../../../shared/sync/position.ts';
import { replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import type { Position } from '../../../shared/sync/wire.ts';
import type { EdgeRuntime } from '../../core/model/ports.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import { type OfflineContents, type OfflineFile, readOfflineFile } from './offline-file.ts';
import type { OfflineKey } from './offline-keys.ts';
import { hashOf } from './offline-problems.ts';

export interface OfflineConfig {
  readonly file: string;
  /** Keys given beside the file. */
  readonly keys: readonly OfflineKey[];
  /** Variables that are set and mean nothing to an edge that serves a file. */
  readonly unused?: readonly string[];
}

/** A file that is served and watched. */
export interface OfflineFeed {
  stop(): void;
}

/** How often the file is looked at, whatever the operating system tells of it. */
const LOOK_MS = 1_000;
/** A file that is being written gets this long before it is read. */
const SETTLE_MS = 100;
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PROBLEMS = 20;

/**
 * Serves the flags of a file, and follows its changes: editors that write in place or rename, and folders whose
 * links are swapped. A file that is broken later leaves what is served as it is, and its age grows.
 *
 * @throws Error that lists what is wrong, where the file cannot be served at the start
 */
export async function followFile(
  config: OfflineConfig,
  deps: { readonly runtime: EdgeRuntime; readonly state: EdgeState },
): Promise<OfflineFeed> {
  const { runtime, state } = deps;
  const { logger } = runtime;
  const path = resolve(config.file);
  let seen = '';
  let broken = '';
  let stopped = false;
  let cancel = () => {};
  let looking = false;

  const first = await look(path, config.keys, '');
  if (!first.ok) throw new Error(`${config.file} cannot be served:\n${listed(first.problems)}`);
  seen = first.hash;
  if (first.contents) apply(state, first.contents, first.changedAt);

  async function lookAgain(): Promise<void> {
    const found = await look(path, config.keys, seen);
    if (stopped) return;
    if (!found.ok) {
      const problems = listed(found.problems);
      if (problems !== broken) {
        logger.error('offline file is invalid, serving the last valid one', {
          file: config.file,
          problems: found.problems.slice(0, MOST_PROBLEMS),
        });
      }
      broken = problems;
      return;
    }
    if (found.contents) {
      apply(state, found.contents, found.changedAt);
      logger.info('offline file changed', { file: config.file });
    } else if (broken !== '') logger.info('offline file is valid again', { file: config.file });
    seen = found.hash;
    broken = '';
    confirm(state, runtime.now());
  }

  function schedule(delayMs: number): void {
    cancel();
    if (stopped) return;
    cancel = runtime.setTimer(() => {
      if (looking) return;
      looking = true;
      lookAgain()
        .catch((error: unknown) => logger.error('reading the offline file failed', describe(error)))
        .finally(() => {
          looking = false;
          schedule(LOOK_MS);
        });
    }, delayMs);
  }

  const watcher = watchFolder(dirname(path), () => schedule(SETTLE_MS), logger);
  schedule(LOOK_MS);
  return {
    stop() {
      stopped = true;
      cancel();
      watcher?.close();
    },
  };
}

type Look =
  | (Extract<OfflineFile, { ok: false }> & { readonly ok: false })
  | {
      readonly ok: true;
      readonly hash: string;
      readonly changedAt: number;
      /** Absent: as it was. */
      readonly contents?: OfflineContents;
    };

async function look(path: string, keys: readonly OfflineKey[], seen: string): Promise<Look> {
  const read = await readText(path).catch((error: unknown) => describe(error).error);
  if (typeof read === 'string') return { ok: false, problems: [read] };
  const hash = hashOf(read.text);
  if (hash === seen) return { ok: true, hash, changedAt: read.changedAt };
  const file = readOfflineFile(read.text, keys, read.changedAt);
  return file.ok ? { ok: true, hash, changedAt: read.changedAt, contents: file.contents } : file;
}

async function readText(path: string): Promise<{ readonly text: string; readonly changedAt: number }> {
  const { size, mtimeMs } = await stat(path);
  if (size > MOST_BYTES) throw new Error(`the file is larger than ${MOST_BYTES} bytes`);
  return { text: await readFile(path, 'utf8'), changedAt: Math.floor(mtimeMs) };
}

/** Only what differs is replaced: readers of other environments hear nothing. */
function apply(state: EdgeState, { relay, flagSets }: OfflineContents, changedAt: number): void {
  const held = state.relay();
  if (JSON.stringify(held?.snapshot) !== JSON.stringify(relay)) {
    state.setRelay(positionAfter(held?.position, changedAt, relay), relay);
  }
  for (const flagSet of flagSets) {
    const { id } = flagSet.environment;
    const before = state.environment(id)?.position;
    const { committedAt: _, ...contents } = flagSet;
    const position = positionAfter(before, changedAt, contents);
    if (before !== undefined && tokenOf(before) === tokenOf(position)) continue;
    state.setFlags(id, replicaFromSnapshot(position, flagSet), undefined);
  }
}

/**
 * The same for every edge that serves a copy of the same file: the second it was changed in, and a hash of what it
 * says. The number grows with each change, even where the file's time does not.
 */
function positionAfter(before: Position | undefined, changedAt: number, contents: unknown): Position {
  const version = Math.max(Math.floor(changedAt / 1000), before === undefined ? 1 : versionOf(before) + 1);
  return formatPosition(version, hashOf(JSON.stringify(contents)).slice(0, 16));
}

function tokenOf(position: Position): string {
  return position.slice(position.indexOf('-') + 1);
}

/** What was just compared with the file is current. */
function confirm(state: EdgeState, now: number): void {
  state.confirmRelay(now);
  for (const { id } of state.relay()?.snapshot.environments ?? []) state.confirmFlags(id, now);
}

/** The folder, not the file: a file that is renamed over, or a link that is swapped, is another file. */
function watchFolder(folder: string, onChange: () => void, logger: Logger): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', (error) => logger.debug('watching a folder failed', describe(error)));
    return watcher;
  } catch (error) {
    // Some file systems cannot be watched; the file is looked at each second anyway.
    logger.debug('watching a folder failed', describe(error));
    return undefined;
  }
}

function listed(problems: readonly string[]): string {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `  ${problem}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function describe(error: unknown): { readonly error: string } {
  return { error: error instanceof Error ? error.message : 'unknown' };
}
