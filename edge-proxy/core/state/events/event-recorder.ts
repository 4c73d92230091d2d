import { EVENT_LIMITS } from '../../../../shared/events/limits.ts';
import { createUuidV7Generator, type FillRandom } from '../../../../shared/events/uuid-v7.ts';
import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import type { BackoffLimits } from '../../../../shared/retry/backoff.ts';
import type { EvaluationRecorder, Random } from '../../model/ports.ts';
import { type BatchSender, createBatchSender } from './batch-sender.ts';
import type { PrivateAttributesOf } from './encode-evaluation.ts';
import type { EventCounters } from './event-counters.ts';
import { createEventQueue, type EventQueue, type EventQueueLimits } from './event-queue.ts';
import type { EventTransport } from './event-transport.ts';

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
  /** Called when a batch is full, to call {@link EventRecorder.sendFull} without waiting for the next second. */
  readonly onBatchFull?: () => void;
}

/** Records evaluations on the hot path, and sends them in batches when `flush` is called. */
export interface EventRecorder extends EvaluationRecorder {
  /**
   * Sends what was recorded until now, one batch at a time, unless the pause after a failure has not ended. A call
   * while it runs shares the run. Never rejects. It sets no timer: the owner of the recorder decides when to call, for
   * example each second, or once a request in `waitUntil`.
   */
  flush(): Promise<void>;
  /** Sends full batches only: what is in the next one waits until that is full, too, or for {@link flush}. */
  sendFull(): Promise<void>;
  /** Flushes, at once and again after every pause, until nothing is left or the time is over. Never rejects. */
  drain(withinMs: number): Promise<void>;
  /** Drains, then counts what is left as dropped (`shutdown`), as it does from now on with what is recorded. */
  close(withinMs: number): Promise<void>;
  counters(): EventCounters;
}

/** Creates a recorder with an empty buffer. */
export function createEventRecorder(deps: EventRecorderDeps): EventRecorder {
  const { onBatchFull, logger } = deps;
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const queue = createEventQueue(limits, createUuidV7Generator(deps.fillRandom), deps.privateAttributesOf);
  const sender = createBatchSender(deps, deps.backoff ?? BACKOFF);
  const delivery = createDelivery(deps, queue, sender);
  let delivered = 0;
  let closed = false;

  return {
    recorded(evaluation) {
      const isFull = queue.add(evaluation);
      if (closed) queue.abandon('shutdown');
      else if (isFull) onBatchFull?.();
    },
    delivered(_environmentId, flags) {
      delivered += flags;
    },
    ...delivery,
    async close(withinMs) {
      await delivery.drain(withinMs);
      closed = true;
      const left = queue.buffered + queue.inFlight;
      if (left > 0) logger.warn('events lost at shutdown', { events: left });
      queue.abandon('shutdown');
    },
    counters: () => ({ ...queue.counters(), delivered, retries: sender.retries() }),
  };
}

/** Sends what is in the queue; one run at a time. */
function createDelivery(
  { now, setTimer }: Pick<EventRecorderDeps, 'now' | 'setTimer'>,
  queue: EventQueue,
  sender: BatchSender,
): Pick<EventRecorder, 'flush' | 'sendFull' | 'drain'> {
  let running: Promise<void> | undefined;

  /** @param left how many events to send at most: on a busy edge, what comes meanwhile would make it endless */
  async function send(left: number, signal: AbortSignal): Promise<void> {
    for (let toSend = left; toSend > 0 && !signal.aborted && !sender.isPausing(); ) {
      queue.expire(now());
      const batch = queue.first() ?? queue.seal();
      if (batch === undefined) return;
      const result = await sender.send(batch, signal);
      if (result.kind === 'accepted') queue.accepted(result.rejected);
      else if (result.kind === 'refused') queue.refused();
      if (result.kind === 'accepted' || batch.count === 1) toSend -= batch.count;
    }
  }

  function run(left: number, signal: AbortSignal): Promise<void> {
    running ??= send(left, signal).finally(() => {
      running = undefined;
    });
    return running;
  }

  const runAll = (signal: AbortSignal) => run(queue.buffered + queue.inFlight, signal);

  return {
    // A signal of its own, though it never fires: on Workers it belongs to the request that made it.
    flush: () => runAll(new AbortController().signal),
    sendFull: () => run(queue.inFlight, new AbortController().signal),
    async drain(withinMs) {
      const timeIsOver = new AbortController();
      const stopTimer = setTimer(() => timeIsOver.abort(), withinMs);
      // One promise for all rounds: each listener of its own would stay with the signal.
      const over = aborted(timeIsOver.signal);
      await Promise.race([running, over]);
      sender.endPause();
      while (queue.buffered + queue.inFlight > 0 && !timeIsOver.signal.aborted) {
        await Promise.race([runAll(timeIsOver.signal), over]);
        if (sender.isPausing()) await Promise.race([sender.pauseOver(setTimer), over]);
      }
      stopTimer();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
