import type { EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import { type BackoffLimits, backoffDelay } from '../../shared/retry/backoff.ts';
import type { DeadLetter, EventBacklog, EventConsumer, StreamEntry } from '../model/event-consumer.ts';
import type { StoreOutcome } from '../store/events/event-store.ts';
import { deadEntry, PROCESSING_FAILED } from './dead-letters.ts';
import { processEntries } from './process-entries.ts';
import { createStorageCounters, type StorageCounters, type StorageCounts } from './storage-counters.ts';

/** Events flow again within 10 s of an outage's end, so the longest pause is a part of that. */
const BACKOFF: BackoffLimits = { baseMs: 250, capMs: 3_000 };
/** The pause after an error of the program itself. */
const FAULT_PAUSE_MS = 10_000;
const CLAIM_INTERVAL_MS = 10_000;

export interface EventWorkerDeps {
  readonly consumer: EventConsumer;
  readonly store: (events: readonly EvaluationEvent[]) => Promise<StoreOutcome>;
  readonly isEventFault: (error: unknown) => boolean;
  readonly now: () => number;
  readonly random: () => number;
  /** Resolves after a delay, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** How often to look for entries of consumers that have ended. */
  readonly claimIntervalMs?: number;
}

export interface EventWorker {
  /** Moves events from the stream to Postgres until `stop` is called. Never rejects. */
  run(): Promise<void>;
  /** Resolves once the current batch is acknowledged, or returned because Postgres or Redis is unreachable. */
  stop(): Promise<void>;
  counts(): StorageCounts;
  /** Rejects if Redis is unreachable. */
  backlog(): Promise<EventBacklog>;
}

/** Ends the retries of a worker that is stopping. */
class WorkerStopped extends Error {}

type Step = 'claim' | 'read' | 'store' | 'acknowledge';

/** Retries a step until it succeeds. @throws WorkerStopped if the worker stops first */
type Persist = <T>(step: Step, attempt: () => Promise<T>) => Promise<T>;

/** Creates the worker of this process: one consumer of the event stream. */
export function createEventWorker(deps: EventWorkerDeps): EventWorker {
  const counters = createStorageCounters();
  const stopping = new AbortController();
  const persist = createPersist(deps, stopping.signal);
  let running: Promise<void> | undefined;

  return {
    run() {
      running ??= runUntilStopped(deps, persist, counters, stopping.signal);
      return running;
    },
    async stop() {
      stopping.abort();
      await running;
      await deps.consumer.close();
    },
    counts: counters.counts,
    backlog: deps.consumer.backlog,
  };
}

async function runUntilStopped(
  deps: EventWorkerDeps,
  persist: Persist,
  counters: StorageCounters,
  stopping: AbortSignal,
): Promise<void> {
  const { consumer, now, claimIntervalMs = CLAIM_INTERVAL_MS } = deps;
  let nextClaimAtMs = Number.NEGATIVE_INFINITY;
  while (!stopping.aborted) {
    try {
      if (now() >= nextClaimAtMs) {
        const claimed = await persist('claim', () => consumer.claim());
        if (claimed.length === 0) nextClaimAtMs = now() + claimIntervalMs;
        await handleEntries(claimed, deps, persist, counters);
      } else {
        const entries = await persist('read', () => consumer.read());
        await handleEntries(entries, deps, persist, counters);
      }
    } catch (error) {
      counters.returned(counters.counts().inFlight);
      if (error instanceof WorkerStopped) return;
      // A bug. Entries that were not acknowledged stay in the stream and are claimed again.
      deps.logger.error('processing events failed', { error });
      await deps.sleep(FAULT_PAUSE_MS, stopping);
    }
  }
}

async function handleEntries(
  entries: readonly StreamEntry[],
  deps: EventWorkerDeps,
  persist: Persist,
  counters: StorageCounters,
): Promise<void> {
  if (entries.length === 0) return;
  const unknownBefore = unknownEnvironments(counters);
  const deadLetters = await deadLettersOf(entries, deps, persist, counters);
  const unknown = unknownEnvironments(counters) - unknownBefore;
  // Deleted environments cause a few. Another installation that uses the same Redis causes many.
  if (unknown > 0) deps.logger.warn('events of unknown environments dropped', { events: unknown });
  if (deadLetters === null) {
    // One of them causes the failure. Each is tried by itself, so that it does not delay the others.
    for (const entry of entries) await handleEntries([entry], deps, persist, counters);
    return;
  }
  logDeadLetters(deadLetters, deps.logger);
  const ids = entries.map((entry) => entry.id);
  await persist('acknowledge', () => deps.consumer.acknowledge(ids, deadLetters));
}

function unknownEnvironments(counters: StorageCounters): number {
  return counters.counts().dropped.environment_unknown ?? 0;
}

/**
 * Stores the events of entries. `null` if that fails for several entries; an entry that fails by itself is a dead
 * letter.
 */
async function deadLettersOf(
  entries: readonly StreamEntry[],
  deps: EventWorkerDeps,
  persist: Persist,
  counters: StorageCounters,
): Promise<readonly DeadLetter[] | null> {
  try {
    return await processEntries(entries, {
      store: deps.store,
      isEventFault: deps.isEventFault,
      persist: (attempt) => persist('store', attempt),
      counters,
    });
  } catch (error) {
    if (error instanceof WorkerStopped) throw error;
    deps.logger.error('processing events failed', { error });
    const [only] = entries;
    if (only === undefined || entries.length > 1) {
      counters.returned(counters.counts().inFlight);
      return null;
    }
    counters.dropped(PROCESSING_FAILED, counters.counts().inFlight);
    return [deadEntry(only, PROCESSING_FAILED)];
  }
}

/** How often a step is repeated that fails by an error of the program: an entry may cause it, and waiting does not mend it. */
const MAX_PROGRAM_FAILURES = 3;

/** An error that JavaScript itself throws, such as a stack overflow. Those of drivers have a code or a class of their own. */
function isProgramError(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError;
}

/** Retries with growing pauses. Logs the first failure and the recovery. */
function createPersist({ random, sleep, logger }: EventWorkerDeps, stopping: AbortSignal): Persist {
  return async (step, attempt) => {
    for (let failures = 0; ; failures += 1) {
      try {
        const result = await attempt();
        if (failures > 0) logger.info('event storage recovered', { step, failures });
        return result;
      } catch (error) {
        if (failures >= MAX_PROGRAM_FAILURES && isProgramError(error)) throw error;
        if (failures === 0)
          logger.warn('event storage is failing, events stay in the stream', { step, error });
        await sleep(backoffDelay(failures + 1, BACKOFF, random()), stopping);
        if (stopping.aborted) throw new WorkerStopped();
      }
    }
  };
}

function logDeadLetters(deadLetters: readonly DeadLetter[], logger: Logger): void {
  if (deadLetters.length === 0) return;
  const reasons = new Map<string, number>();
  for (const { reason } of deadLetters) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  logger.warn('events dead-lettered', { reasons: Object.fromEntries(reasons) });
}
