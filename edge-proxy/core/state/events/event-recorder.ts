import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import { createUuidV7Generator, type FillRandom } from '../../../../shared/events/uuid-v7.ts';
import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import { type BackoffLimits, backoffDelay } from '../../../../shared/retry/backoff.ts';
import type { EvaluationRecorder, Random } from '../../model/ports.ts';
import type { PrivateAttributesOf } from './encode-evaluation.ts';
import type { EventBooks } from './event-counters.ts';
import { createEventQueue, type EventQueueLimits } from './event-queue.ts';
import type { EventTransport, RejectedEvent, SendResult } from './event-transport.ts';

const DEFAULT_LIMITS: EventQueueLimits = {
  maxEvents: 200_000,
  maxBytes: 32 * 1024 * 1024,
  batchEvents: EVENT_LIMITS.batchEvents,
  batchBytes: EVENT_LIMITS.batchBytes,
};
const BACKOFF: BackoffLimits = { baseMs: 500, capMs: 30_000 };

export interface EventRecorderDeps {
  readonly transport: EventTransport;
  readonly privateAttributesOf: PrivateAttributesOf;
  readonly now: Clock;
  readonly random: Random;
  readonly fillRandom: FillRandom;
  readonly setTimer: SetTimer;
  readonly logger: Logger;
  readonly limits?: Partial<EventQueueLimits>;
  /** Pauses after failed sendings. */
  readonly backoff?: BackoffLimits;
  /** Called when a batch is full: the moment to {@link EventRecorder.sendFull} without waiting for the next second. */
  readonly onBatchFull?: () => void;
}

/** Takes evaluations on the hot path, and sends them away in batches whenever it is told to flush. */
export interface EventRecorder extends EvaluationRecorder {
  /**
   * Sends what was recorded until now, one batch at a time, unless a failed sending asks for a pause still.
   * A call while it runs shares the run. Never rejects. It sets no timer: whoever owns the recorder decides
   * when to call, for example each second, or once a request in `waitUntil`.
   */
  flush(): Promise<void>;
  /** Sends full batches only: what is in the next one waits until it is full, too, or for {@link flush}. */
  sendFull(): Promise<void>;
  /** Flushes, at once and again after every pause, until nothing is left or the time is up. Never rejects. */
  drain(withinMs: number): Promise<void>;
  /** Drains, then counts what is left as dropped (`shutdown`), as it does from now on with what is recorded. */
  close(withinMs: number): Promise<void>;
  books(): EventBooks;
}

/** Creates a recorder with an empty buffer. */
export function createEventRecorder(deps: EventRecorderDeps): EventRecorder {
  const { now, setTimer, onBatchFull } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const queue = createEventQueue(limits, createUuidV7Generator(deps.fillRandom), deps.privateAttributesOf);
  const sender = createSender(deps, deps.backoff ?? BACKOFF);
  let delivered = 0;
  let closed = false;
  let running: Promise<void> | undefined;

  /** @param left how many events to send at most: on a busy edge, what comes meanwhile would make it endless */
  const send = async (left: number, signal: AbortSignal) => {
    for (let toSend = left; toSend > 0 && !signal.aborted && !sender.isPausing(); ) {
      queue.expire(now());
      const batch = queue.first() ?? queue.seal();
      if (batch === undefined) return;
      const result = await sender.send(batch, signal);
      if (result.kind === 'accepted') queue.accepted(result.rejected);
      else if (result.kind === 'refused') queue.refused();
      if (result.kind === 'accepted' || batch.count === 1) toSend -= batch.count;
    }
  };
  const run = (left: number, signal: AbortSignal) => {
    running ??= send(left, signal).finally(() => {
      running = undefined;
    });
    return running;
  };
  const runAll = (signal: AbortSignal) => run(queue.buffered + queue.inFlight, signal);

  const drain = async (withinMs: number) => {
    const timeIsUp = new AbortController();
    const stopTimer = setTimer(() => timeIsUp.abort(), withinMs);
    // One promise for all rounds: each listener of its own would stay with the signal.
    const over = aborted(timeIsUp.signal);
    await Promise.race([running, over]);
    sender.endPause();
    while (queue.buffered + queue.inFlight > 0 && !timeIsUp.signal.aborted) {
      await Promise.race([runAll(timeIsUp.signal), over]);
      if (sender.isPausing()) await Promise.race([sender.pauseOver(setTimer), over]);
    }
    stopTimer();
  };

  return {
    recorded(evaluation) {
      const isFull = queue.add(evaluation);
      if (closed) queue.abandon('shutdown');
      else if (isFull) onBatchFull?.();
    },
    delivered(_environmentId, flags) {
      delivered += flags;
    },
    // A signal of its own, though it never fires: on Workers it belongs to the request that made it.
    flush: () => runAll(new AbortController().signal),
    sendFull: () => run(queue.inFlight, new AbortController().signal),
    drain,
    async close(withinMs) {
      await drain(withinMs);
      closed = true;
      const left = queue.buffered + queue.inFlight;
      if (left > 0) deps.logger.warn('events were lost at shutdown', { events: left });
      queue.abandon('shutdown');
    },
    books: () => ({ ...queue.books(), delivered, retries: sender.retries() }),
  };
}

/** Sends batches, and keeps the pauses between failed sendings. */
function createSender(deps: EventRecorderDeps, backoff: BackoffLimits) {
  const { transport, now, random, logger } = deps;
  let retries = 0;
  let failures = 0;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  return {
    retries: () => retries,
    isPausing: () => now() < notBeforeMs,
    endPause() {
      notBeforeMs = Number.NEGATIVE_INFINITY;
    },
    pauseOver: (setTimer: SetTimer) =>
      new Promise<void>((over) => setTimer(over, Math.max(0, notBeforeMs - now()))),
    async send(batch: Parameters<EventTransport['send']>[0], signal: AbortSignal): Promise<SendResult> {
      const result = await transport.send(batch, signal).catch(asRetry);
      if (result.kind === 'retry') {
        retries += 1;
        if (failures === 0) logger.warn('events wait at the edge', { cause: result.cause });
        failures += 1;
        notBeforeMs = now() + Math.max(backoffDelay(failures, backoff, random()), result.afterMs ?? 0);
        return result;
      }
      if (failures > 0) logger.info('events leave the edge again', { failures });
      failures = 0;
      if (result.kind === 'refused') logger.warn('a batch of events was refused', { cause: result.cause });
      else if (result.rejected.length > 0) {
        logger.warn('events were rejected', { reasons: countReasons(result.rejected) });
      }
      return result;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}

function asRetry(error: unknown): SendResult {
  return { kind: 'retry', cause: error instanceof Error ? error.name : 'unknown' };
}

/** Codes only, and few of them: they come from the other side. */
function countReasons(rejected: readonly RejectedEvent[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { reason } of rejected) {
    if (counts.has(reason) || counts.size < 20) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
