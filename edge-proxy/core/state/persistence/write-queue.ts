import type { Logger } from '../../../../shared/logging/logger.ts';
import type { SetTimer } from '../../../../shared/model/clock.ts';
import { type BackoffLimits, backoffDelay } from '../../../../shared/retry/backoff.ts';
import type { Random } from '../../model/ports.ts';

/** Changes that come within this time are written together. In milliseconds. */
const WRITE_DELAY_MS = 500;
const RETRY: BackoffLimits = { baseMs: 1_000, capMs: 60_000 };

interface WriteQueueDeps {
  /** Writes one file as its contents are now. May reject; then the file is written again later. */
  readonly write: (name: string) => Promise<void>;
  /** The file to write before any other. */
  readonly first: string;
  readonly setTimer: SetTimer;
  readonly random: Random;
  readonly logger: Logger;
}

/** Files that have to be written, by name. */
export interface WriteQueue {
  /** Has the file written soon. A file that is added while it is written is written again. */
  add(name: string): void;
  /** Writes what is waiting, once. Never rejects: a file that fails stays in the queue. */
  flush(): Promise<void>;
  /** Writes a last time. Never rejects. */
  close(): Promise<void>;
  counts(): { readonly written: number; readonly failed: number };
}

/** Writes one file at a time, and tries again with growing pauses while that fails. */
export function createWriteQueue(deps: WriteQueueDeps): WriteQueue {
  const waiting = new Set<string>();
  const outcomes = createOutcomes(deps.logger);
  let cancelTimer: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  function run(): Promise<void> {
    running ??= writeAll(waiting, deps, outcomes).finally(() => {
      running = undefined;
      if (waiting.size > 0) schedule();
    });
    return running;
  }

  function schedule(): void {
    if (cancelTimer !== undefined || running !== undefined || closed) return;
    const failures = outcomes.failuresInARow();
    const delayMs = failures === 0 ? WRITE_DELAY_MS : backoffDelay(failures, RETRY, deps.random());
    cancelTimer = deps.setTimer(() => {
      cancelTimer = undefined;
      void run();
    }, delayMs);
  }

  async function flush(): Promise<void> {
    await running;
    cancelTimer?.();
    cancelTimer = undefined;
    await run();
  }

  return {
    add(name) {
      waiting.add(name);
      schedule();
    },
    flush,
    async close() {
      closed = true;
      await flush();
      if (waiting.size > 0) deps.logger.error('state not stored at shutdown', { files: waiting.size });
    },
    counts: outcomes.counts,
  };
}

/** Writes until nothing waits or a write fails. */
async function writeAll(
  waiting: Set<string>,
  { first, write }: WriteQueueDeps,
  outcomes: WriteOutcomes,
): Promise<void> {
  for (;;) {
    const name = waiting.has(first) ? first : [...waiting][0];
    if (name === undefined) return;
    // A change that comes during the write adds the name again.
    waiting.delete(name);
    try {
      await write(name);
      outcomes.succeeded();
    } catch (error) {
      waiting.add(name);
      return outcomes.failed(name, error);
    }
  }
}

type WriteOutcomes = ReturnType<typeof createOutcomes>;

/** Counts writes, and logs the first failure of a series and its end. */
function createOutcomes(logger: Logger) {
  let written = 0;
  let failed = 0;
  let failuresInARow = 0;
  return {
    succeeded(): void {
      written += 1;
      if (failuresInARow > 0) logger.info('storing state recovered', { failures: failuresInARow });
      failuresInARow = 0;
    },
    failed(file: string, error: unknown): void {
      failed += 1;
      failuresInARow += 1;
      if (failuresInARow === 1) logger.error('storing state failed', { file, error });
    },
    failuresInARow: () => failuresInARow,
    counts: () => ({ written, failed }),
  };
}
