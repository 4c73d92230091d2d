import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { EdgeRuntime } from '../../core/model/ports.ts';
import type { EdgeState } from '../../core/state/edge-state.ts';
import { applyOfflineContents, confirmState } from './apply-offline-contents.ts';
import { type OfflineContents, type OfflineFile, readOfflineFile } from './offline-file.ts';
import type { OfflineKey } from './offline-keys.ts';
import { sha256Of } from './stable-ids.ts';
import { watchFolder } from './watch-folder.ts';

export interface OfflineConfig {
  readonly file: string;
  /** Keys besides those in the file. */
  readonly keys: readonly OfflineKey[];
  /** Variables that are set and have no effect on an edge that serves a file. */
  readonly unused?: readonly string[];
}

/** A file that is served and followed. */
export interface FollowedFile {
  stop(): void;
}

/** How often the file is checked, also on file systems that report no changes. */
const CHECK_INTERVAL_MS = 1_000;
/** How long after a change the file is read, so that it is not read while it is being written. */
const READ_DELAY_MS = 100;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_PROBLEMS = 20;

/**
 * Serves the flags of a file and follows its changes, also if it is replaced or is behind a link that is changed. A
 * file that becomes invalid changes nothing: the last valid flags are served, and their age grows.
 *
 * @throws Error that lists what is wrong if the file cannot be served at start
 */
export async function followFile(
  config: OfflineConfig,
  deps: { readonly runtime: EdgeRuntime; readonly state: EdgeState },
): Promise<FollowedFile> {
  const { runtime, state } = deps;
  const path = resolve(config.file);
  const first = await readIfChanged(path, config.keys, '');
  if (!first.ok) throw new Error(`${config.file} cannot be served:\n${formatProblems(first.problems)}`);
  if (first.contents) applyOfflineContents(state, first.contents, first.changedAt);

  const log = createFileLog(config.file, runtime.logger);
  let hash = first.hash;
  const checks = repeatChecks(runtime, {
    read: () => readIfChanged(path, config.keys, hash),
    take(read) {
      log(read);
      if (!read.ok) return;
      if (read.contents) applyOfflineContents(state, read.contents, read.changedAt);
      hash = read.hash;
      confirmState(state, runtime.now());
    },
    failed: (error) => runtime.logger.error('reading the offline file failed', { file: config.file, error }),
  });
  const watcher = watchFolder(dirname(path), checks.checkSoon, runtime.logger);
  return {
    stop() {
      checks.stop();
      watcher?.close();
    },
  };
}

interface FileChecks {
  /** For a change that was just reported. */
  checkSoon(): void;
  stop(): void;
}

/** Reads again and again, one read at a time. Nothing is taken after `stop`. */
function repeatChecks(
  { setTimer }: EdgeRuntime,
  file: {
    readonly read: () => Promise<FileRead>;
    readonly take: (read: FileRead) => void;
    readonly failed: (error: unknown) => void;
  },
): FileChecks {
  let stopped = false;
  let checking = false;
  let cancelNext = () => {};
  let cancelSoon = () => {};

  async function check(): Promise<void> {
    cancelSoon();
    if (checking) return;
    checking = true;
    try {
      const read = await file.read();
      if (!stopped) file.take(read);
    } catch (error) {
      file.failed(error);
    }
    checking = false;
    scheduleNext();
  }

  function scheduleNext(): void {
    cancelNext();
    if (!stopped) cancelNext = setTimer(() => void check(), CHECK_INTERVAL_MS);
  }

  scheduleNext();
  return {
    // Each change in the folder postpones this check, and none the next regular one: it comes even if changes never pause.
    checkSoon() {
      cancelSoon();
      if (!stopped) cancelSoon = setTimer(() => void check(), READ_DELAY_MS);
    },
    stop() {
      stopped = true;
      cancelNext();
      cancelSoon();
    },
  };
}

/** Logs what became of a file: a change, problems when they first appear or differ, and their end. */
function createFileLog(file: string, logger: Logger): (read: FileRead) => void {
  let problems = '';
  return (read) => {
    const before = problems;
    problems = read.ok ? '' : formatProblems(read.problems);
    if (!read.ok) {
      if (problems !== before) {
        const shown = read.problems.slice(0, MAX_PROBLEMS);
        logger.error('offline file is invalid, serving the last valid one', { file, problems: shown });
      }
    } else if (read.contents) logger.info('offline file changed', { file });
    else if (before !== '') logger.info('offline file is valid again', { file });
  };
}

type FileRead =
  | Extract<OfflineFile, { ok: false }>
  | {
      readonly ok: true;
      readonly hash: string;
      /** Milliseconds since 1970. */
      readonly changedAt: number;
      /** Absent: unchanged. */
      readonly contents?: OfflineContents;
    };

/** @param knownHash of the text that was read before */
async function readIfChanged(
  path: string,
  keys: readonly OfflineKey[],
  knownHash: string,
): Promise<FileRead> {
  const read = await readText(path).catch((error: unknown) => messageOf(error));
  if (typeof read === 'string') return { ok: false, problems: [read] };
  const { text, changedAt } = read;
  const hash = sha256Of(text);
  if (hash === knownHash) return { ok: true, hash, changedAt };
  const file = readOfflineFile(text, keys, changedAt);
  return file.ok ? { ok: true, hash, changedAt, contents: file.contents } : file;
}

async function readText(path: string): Promise<{ readonly text: string; readonly changedAt: number }> {
  const { size, mtimeMs } = await stat(path);
  if (size > MAX_BYTES) throw new Error(`the file is larger than ${MAX_BYTES} bytes`);
  return { text: await readFile(path, 'utf8'), changedAt: Math.floor(mtimeMs) };
}

function formatProblems(problems: readonly string[]): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map((problem) => `  ${problem}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
