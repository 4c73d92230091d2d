import { type EncodedEvent, splitIntoBatches } from '../../../shared/events/event-batch.ts';
import { EVENT_LIMITS } from '../../../shared/events/limits.ts';
import { createUuidV7Generator, type FillRandom } from '../../../shared/events/uuid-v7.ts';
import type { Logger } from '../../../shared/logging/logger.ts';
import type { Clock, Evaluation, EvaluationRecorder, Random, SetTimer } from '../ports.ts';
import { encodeEvaluation, estimateBytes, type PrivateAttributesOf } from './encode-evaluation.ts';
import { type DropReason, type EventBooks, noDrops } from './event-books.ts';
import type { EventTransport, SendResult } from './event-transport.ts';

export interface EventRecorderLimits {
  /** Events kept in memory at most, those in flight included. */
  readonly maxEvents: number;
  /** Bytes kept in memory at most, estimated, those in flight included. */
  readonly maxBytes: number;
  /** Events in one batch at most. */
  readonly batchEvents: number;
  /** Bytes of one batch at most, as JSON. */
  readonly batchBytes: number;
  /** The first pause after a failed sending, in milliseconds; each further one is twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const DEFAULT_RECORDER_LIMITS: EventRecorderLimits = {
  maxEvents: 20_000,
  maxBytes: 32 * 1024 * 1024,
  batchEvents: EVENT_LIMITS.batchEvents,
  batchBytes: EVENT_LIMITS.batchBytes,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
};

export interface EventRecorderDeps {
  readonly transport: EventTransport;
  readonly privateAttributesOf: PrivateAttributesOf;
  readonly now: Clock;
  readonly random: Random;
  readonly fillRandom: FillRandom;
  readonly setTimer: SetTimer;
  readonly logger: Logger;
  readonly limits?: Partial<EventRecorderLimits>;
  /** Called when a whole batch waits: the moment to call `flush` without waiting for the next second. */
  readonly onBatchReady?: () => void;
}

/** Takes evaluations on the hot path, and sends them away in batches whenever it is told to flush. */
export interface EventRecorder extends EvaluationRecorder {
  /**
   * Sends what has been recorded until now, one batch at a time, unless a failed sending asks for a pause still.
   * Calls while it runs share the one that runs. Never rejects. It sets no timer: whoever owns the recorder
   * decides when to call, for example each second, or once a request in `waitUntil`.
   */
  flush(): Promise<void>;
  /** Flushes again and again, pauses cut short at first, until nothing is left or the time is up. Never rejects. */
  drain(withinMs: number): Promise<void>;
  /** Drains; what is left then is counted as dropped (`shutdown`). Nothing is recorded any more. */
  close(withinMs: number): Promise<void>;
  books(): EventBooks;
}

interface Entry {
  readonly evaluation: Evaluation;
  readonly timeMs: number;
  readonly bytes: number;
}

interface Batch {
  readonly events: readonly EncodedEvent[];
  /** The time of its oldest event. */
  readonly timeMs: number;
}

/** Creates a recorder with an empty buffer. */
export function createEventRecorder(deps: EventRecorderDeps): EventRecorder {
  const limits = { ...DEFAULT_RECORDER_LIMITS, ...deps.limits };
  const { now, logger } = deps;
  const newId = createUuidV7Generator(deps.fillRandom);
  const dropped = noDrops();
  let [recorded, sent, delivered, retries] = [0, 0, 0, 0];

  let buffer: Entry[] = [];
  let bufferBytes = 0;
  /** Encoded, in the order of their events; the first is the one being sent. */
  let batches: Batch[] = [];
  let inFlight = 0;
  let inFlightBytes = 0;

  let failures = 0;
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  let giveUp = new AbortController();
  let closed = false;

  const takeIn = (evaluation: Evaluation) => {
    recorded += 1;
    const bytes = estimateBytes(evaluation.context);
    if (closed) dropped.shutdown += 1;
    else if (
      buffer.length + inFlight >= limits.maxEvents ||
      bufferBytes + inFlightBytes + bytes > limits.maxBytes
    ) {
      dropped.buffer_full += 1;
    } else {
      buffer.push({ evaluation, timeMs: now(), bytes });
      bufferBytes += bytes;
      if (buffer.length % limits.batchEvents === 0) deps.onBatchReady?.();
    }
  };

  const encodeSome = () => {
    const entries = buffer.splice(0, limits.batchEvents);
    const events: EncodedEvent[] = [];
    for (const entry of entries) {
      bufferBytes -= entry.bytes;
      const result = encodeEvaluation(entry.evaluation, entry.timeMs, newId, deps.privateAttributesOf);
      if ('event' in result) events.push(result.event);
      else dropped[result.dropped] += 1;
    }
    const timeMs = entries[0]?.timeMs ?? 0;
    batches = splitIntoBatches(events, limits).map((part) => ({ events: part, timeMs }));
    inFlight += events.length;
    inFlightBytes += weightOf(events);
  };

  /** Takes the first batch out of the books of what is in flight. */
  const settle = (batch: Batch) => {
    batches.shift();
    inFlight -= batch.events.length;
    inFlightBytes -= weightOf(batch.events);
  };

  const dropFirst = (batch: Batch, reason: DropReason) => {
    settle(batch);
    dropped[reason] += batch.events.length;
  };

  const apply = (batch: Batch, result: SendResult) => {
    if (result.kind === 'retry') {
      retries += 1;
      const pause = pauseAfter(failures, limits, deps.random);
      notBeforeMs = now() + Math.max(pause, result.afterMs ?? 0);
      if (failures === 0) logger.warn('events wait at the edge', { cause: result.cause, events: inFlight });
      failures += 1;
      return;
    }
    if (failures > 0) logger.info('events leave the edge again', { failures });
    failures = 0;
    if (result.kind === 'accepted') {
      const rejected = new Map(result.rejected.map(({ index, reason }) => [index, reason]));
      for (const index of rejected.keys()) if (!(index in batch.events)) rejected.delete(index);
      settle(batch);
      sent += batch.events.length - rejected.size;
      dropped.rejected += rejected.size;
      if (rejected.size > 0)
        logger.warn('events were rejected', { reasons: countReasons(rejected.values()) });
    } else if (batch.events.length === 1) {
      logger.warn('an event was refused', { cause: result.cause });
      dropFirst(batch, 'rejected');
    } else {
      const middle = Math.ceil(batch.events.length / 2);
      const halves = [batch.events.slice(0, middle), batch.events.slice(middle)];
      batches.splice(0, 1, ...halves.map((events) => ({ events, timeMs: batch.timeMs })));
    }
  };

  const sendAll = async () => {
    // What is recorded while this runs waits for the next call, or a busy edge would never come to an end.
    let left = buffer.length;
    for (;;) {
      const batch = batches[0];
      if (batch === undefined) {
        if (left <= 0) return;
        left -= limits.batchEvents;
        encodeSome();
        continue;
      }
      if (batch.timeMs < now() - EVENT_LIMITS.maxAgeMs) {
        dropFirst(batch, 'expired');
        continue;
      }
      const { signal } = giveUp;
      if (signal.aborted) return;
      apply(batch, await deps.transport.send(batch.events, signal).catch(asRetry));
      if (now() < notBeforeMs) return;
    }
  };

  const flush = () => {
    if (running === undefined && now() >= notBeforeMs) {
      running = sendAll().finally(() => {
        running = undefined;
      });
    }
    return running ?? Promise.resolve();
  };

  const drain = async (withinMs: number) => {
    const untilMs = now() + withinMs;
    const stopTimer = deps.setTimer(() => giveUp.abort(), withinMs);
    await running;
    notBeforeMs = Number.NEGATIVE_INFINITY;
    while (buffer.length > 0 || inFlight > 0) {
      await flush();
      if (giveUp.signal.aborted || Math.max(notBeforeMs, now()) >= untilMs) break;
      if (now() < notBeforeMs) await pause(deps.setTimer, notBeforeMs - now());
    }
    stopTimer();
    giveUp = new AbortController();
  };

  return {
    recorded: takeIn,
    delivered: (_environmentId, flags) => {
      delivered += flags;
    },
    flush,
    drain,
    close: async (withinMs) => {
      closed = true;
      await drain(withinMs);
      const left = buffer.length + inFlight;
      if (left > 0) logger.warn('events were lost at shutdown', { events: left });
      dropped.shutdown += left;
      [buffer, bufferBytes, batches, inFlight, inFlightBytes] = [[], 0, [], 0, 0];
    },
    books: () => ({
      recorded,
      sent,
      dropped: { ...dropped },
      buffered: buffer.length,
      inFlight,
      delivered,
      retries,
      bytes: bufferBytes + inFlightBytes,
    }),
  };
}

/** Exponential, with equal jitter: between half of the pause and all of it. */
function pauseAfter(failures: number, limits: EventRecorderLimits, random: Random): number {
  const full = Math.min(limits.firstPauseMs * 2 ** failures, limits.longestPauseMs);
  return full / 2 + (full / 2) * random();
}

function pause(setTimer: SetTimer, delayMs: number): Promise<void> {
  return new Promise((over) => setTimer(over, delayMs));
}

function weightOf(events: readonly EncodedEvent[]): number {
  return events.reduce((bytes, event) => bytes + event.bytes, 0);
}

function asRetry(error: unknown): SendResult {
  return { kind: 'retry', cause: error instanceof Error ? error.name : 'unknown' };
}

/** Codes only, and few: they come from the other side. */
function countReasons(reasons: Iterable<string>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    if (counts.has(reason) || counts.size < 20) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
