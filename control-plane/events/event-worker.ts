import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { type BackoffLimits, backoffDelay } from '../../shared/retry/backoff.ts';
import type { DeadLetter, EventLog, StreamEntry } from '../model/event-log.ts';
import type { StoreOutcome } from '../store/events/event-store.ts';
import { processEntries } from './process-entries.ts';
import { createStorageBooks, type StorageBooks } from './storage-counters.ts';

const BACKOFF: BackoffLimits = { baseMs: 250, capMs: 10_000 };
const CLAIM_INTERVAL_MS = 10_000;

export interface EventWorkerDeps {
  readonly log: EventLog;
  readonly store: (events: readonly EvaluationEvent[]) => Promise<StoreOutcome>;
  readonly isEventFault: (error: unknown) => boolean;
  readonly now: () => number;
  readonly random: () => number;
  /** Resolves after a delay, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** How often entries of dead consumers are looked for. */
  readonly claimIntervalMs?: number;
}

export interface EventWorker {
  /** Moves events from the stream to Postgres until it is stopped. Never rejects. */
  run(): Promise<void>;
  /** Resolves when the batch at hand is settled, or given back because Postgres or Redis is away. */
  stop(): Promise<void>;
  books(): StorageBooks;
}

/** Ends the patience of a worker that is told to stop. */
class Stopped extends Error {}

/** Creates the one consumer of this process. */
export function createEventWorker(deps: EventWorkerDeps): EventWorker {
  const { log, logger, now } = deps;
  const books = createStorageBooks();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  /** Tries again with growing pauses for as long as it takes. */
  const persist = async <T>(what: string, attempt: () => Promise<T>): Promise<T> => {
    for (let failures = 0; ; failures += 1) {
      try {
        const result = await attempt();
        if (failures > 0) logger.info(`${what} works again`, { failures });
        return result;
      } catch (error) {
        if (failures === 0) logger.warn(`${what} fails; events wait in the stream`, { error });
        await deps.sleep(backoffDelay(failures + 1, BACKOFF, deps.random()), stopping.signal);
        if (stopping.signal.aborted) throw new Stopped();
      }
    }
  };
  const handle = async (entries: readonly StreamEntry[]) => {
    if (entries.length === 0) return;
    const deadLetters = await processEntries(entries, {
      store: deps.store,
      isEventFault: deps.isEventFault,
      persist: (attempt) => persist('storing events', attempt),
      books,
    });
    reportDeadLetters(deadLetters, logger);
    const ids = entries.map((entry) => entry.id);
    await persist('settling events', () => log.settle(ids, deadLetters));
  };
  const runUntilStopped = async () => {
    let claimAtMs = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      try {
        if (now() >= claimAtMs) {
          const claimed = await persist('claiming events', () => log.claim());
          if (claimed.length === 0) claimAtMs = now() + (deps.claimIntervalMs ?? CLAIM_INTERVAL_MS);
          await handle(claimed);
        } else await handle(await persist('reading events', () => log.read()));
      } catch (error) {
        books.givenBack(books.read().inFlight);
        if (error instanceof Stopped) return;
        // A defect of ours. What was not settled stays in the stream, to be claimed again.
        logger.error('events could not be processed', { error });
        await deps.sleep(BACKOFF.capMs, stopping.signal);
      }
    }
  };

  return {
    run() {
      running ??= runUntilStopped();
      return running;
    },
    async stop() {
      stopping.abort();
      await running;
      await log.close();
    },
    books: books.read,
  };
}

function reportDeadLetters(deadLetters: readonly DeadLetter[], logger: Logger): void {
  if (deadLetters.length === 0) return;
  const reasons = new Map<string, number>();
  for (const { reason } of deadLetters) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  logger.warn('events were put aside', { reasons: Object.fromEntries(reasons) });
}
