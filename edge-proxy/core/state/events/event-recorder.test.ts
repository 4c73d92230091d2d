import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EvaluationEvent } from '../../../../shared/events/evaluation-event.ts';
import { type EventBatch, eventsIn } from '../../../../shared/events/event-batch.ts';
import { expandEvents } from '../../../../shared/events/event-table.ts';
import { uuidV7Time } from '../../../../shared/events/uuid-v7.ts';
import { validateEvent } from '../../../../shared/events/validate-event.ts';
import type { Logger } from '../../../../shared/logging/logger.ts';
import type { JsonObject } from '../../../../shared/model/json.ts';
import type { Evaluation } from '../../model/ports.ts';
import type { EventCounters } from './event-counters.ts';
import { createEventRecorder, type EventRecorder, type EventRecorderDeps } from './event-recorder.ts';
import type { SendResult } from './event-transport.ts';

const ENVIRONMENT = 'b3f1f0f0-1111-4222-8333-000000000000';
const START = Date.UTC(2026, 10, 22);
const TAKEN: SendResult = { kind: 'accepted', rejected: [] };
const AWAY: SendResult = { kind: 'retry', cause: 'away' };

let nowMs: number;
let timers: { callback: () => void; atMs: number }[];
let sendings: EventBatch[];
/** Answers to the next sendings; then everything is taken. */
let answers: (SendResult | Promise<SendResult>)[];
let warnings: { message: string; fields: unknown }[];

beforeEach(() => {
  nowMs = START;
  timers = [];
  sendings = [];
  answers = [];
  warnings = [];
});

const logger: Logger = {
  debug() {},
  info() {},
  warn: (message, fields) => warnings.push({ message, fields }),
  error() {},
};

function createRecorder(overrides: Partial<EventRecorderDeps> = {}): EventRecorder {
  return createEventRecorder({
    transport: {
      async send(batch) {
        sendings.push(batch);
        return answers.shift() ?? TAKEN;
      },
    },
    privateAttributesOf: (id) => (id === ENVIRONMENT ? ['email'] : undefined),
    now: () => nowMs,
    random: () => 1,
    fillRandom: (bytes) => crypto.getRandomValues(bytes),
    setTimer(callback, delayMs) {
      const timer = { callback, atMs: nowMs + delayMs };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    logger,
    ...overrides,
  });
}

function evaluation(context: JsonObject = { targetingKey: 'u-1' }, flagKey = 'new-checkout'): Evaluation {
  const resolution = { value: true, reason: 'STATIC', errorCode: null, errorDetails: null } as const;
  const timeMs = nowMs;
  return {
    environmentId: ENVIRONMENT,
    resolution: { ...resolution, flagKey, variationKey: 'on' },
    context,
    timeMs,
  };
}

function record(recorder: EventRecorder, count: number): void {
  for (let index = 0; index < count; index += 1) recorder.recorded(evaluation());
}

function eventsOf(batch: EventBatch | undefined): readonly EvaluationEvent[] {
  if (batch === undefined) return [];
  const events = expandEvents(JSON.parse(new TextDecoder().decode(eventsIn(batch)))) ?? [];
  expect(events).toHaveLength(batch.count);
  return events.filter((event): event is EvaluationEvent => validateEvent(event, nowMs).ok);
}

const idsOf = (batch: EventBatch | undefined) => eventsOf(batch).map(({ id }) => id);

function balance(counters: EventCounters): number {
  const dropped = Object.values(counters.dropped).reduce((sum, count) => sum + count, 0);
  return counters.recorded - counters.sent - dropped - counters.buffered - counters.inFlight;
}

/** Lets the clock run to the next timer, until `done`. */
async function elapse(done: Promise<unknown>): Promise<void> {
  let over = false;
  void done.then(() => {
    over = true;
  });
  while (!over) {
    await new Promise((turn) => setImmediate(turn));
    const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0];
    if (over || next === undefined) continue;
    timers = timers.filter((timer) => timer !== next);
    nowMs = Math.max(nowMs, next.atMs);
    next.callback();
  }
}

describe('recording', () => {
  it('becomes an event with the time of the evaluation, without private attributes', async () => {
    const recorder = createRecorder();
    recorder.recorded(evaluation({ targetingKey: 'u-1', email: 'ada@example.com', plan: 'free' }));
    nowMs += 900;
    await recorder.flush();
    const [event] = eventsOf(sendings[0]);
    expect(event).toEqual({
      id: expect.any(String),
      environmentId: ENVIRONMENT,
      flagKey: 'new-checkout',
      userId: 'u-1',
      variationKey: 'on',
      reason: 'STATIC',
      context: { targetingKey: 'u-1', plan: 'free' },
      evaluatedAt: '2026-11-22T00:00:00.000Z',
    });
    expect(uuidV7Time(event?.id ?? '')).toBe(START);
  });

  it('counts what was handed out in bulk apart, and sends nothing of it', async () => {
    const recorder = createRecorder();
    recorder.delivered(ENVIRONMENT, 12);
    recorder.delivered(ENVIRONMENT, 3);
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ recorded: 0, delivered: 15 });
    expect(sendings).toEqual([]);
  });

  it('is bounded by count, and counts what was dropped', async () => {
    const recorder = createRecorder({ limits: { maxEvents: 10 } });
    record(recorder, 13);
    expect(recorder.counters()).toMatchObject({ recorded: 13, buffered: 10, dropped: { buffer_full: 3 } });
    await recorder.flush();
    record(recorder, 1);
    expect(recorder.counters()).toMatchObject({ sent: 10, buffered: 1, dropped: { buffer_full: 3 } });
  });

  it('is bounded by bytes, those in flight included', async () => {
    const recorder = createRecorder({ limits: { maxBytes: 100_000 } });
    answers = [AWAY];
    const large = evaluation({ targetingKey: 'u-1', note: 'x'.repeat(30_000) });
    for (let index = 0; index < 4; index += 1) recorder.recorded(large);
    expect(recorder.counters()).toMatchObject({ buffered: 3, dropped: { buffer_full: 1 } });
    await recorder.flush();
    recorder.recorded(large);
    expect(recorder.counters()).toMatchObject({ inFlight: 3, buffered: 0, dropped: { buffer_full: 2 } });
    expect(recorder.counters().bytes).toBeLessThanOrEqual(100_000);
    nowMs += 60_000;
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ sent: 3, bytes: 0 });
  });

  it('drops what can never be stored, by reason', async () => {
    const recorder = createRecorder();
    recorder.recorded(evaluation({ targetingKey: 'u\u0000' }));
    recorder.recorded(evaluation({ targetingKey: 'x'.repeat(1025) }));
    recorder.recorded(evaluation({}, 'no such key!'));
    recorder.recorded({ ...evaluation(), environmentId: 'b3f1f0f0-1111-4222-8333-999999999999' });
    recorder.recorded(evaluation());
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ sent: 1, dropped: { invalid: 3, environment_unknown: 1 } });
    expect(balance(recorder.counters())).toBe(0);
  });
});

describe('flushing', () => {
  it('sends batches of a limited number of events, one at a time', async () => {
    let open = 0;
    const recorder = createRecorder({
      limits: { batchEvents: 500 },
      transport: {
        async send(batch) {
          open += 1;
          expect(open).toBe(1);
          sendings.push(batch);
          await new Promise((turn) => setImmediate(turn));
          open -= 1;
          return TAKEN;
        },
      },
    });
    record(recorder, 1_201);
    await Promise.all([recorder.flush(), recorder.flush()]);
    expect(sendings.map(({ count }) => count)).toEqual([500, 500, 201]);
    expect(recorder.counters()).toMatchObject({ sent: 1_201, buffered: 0, inFlight: 0, bytes: 0 });
  });

  it('sends batches of limited bytes, also where every event is as large as it may be', async () => {
    const recorder = createRecorder();
    for (let index = 0; index < 40; index += 1) {
      recorder.recorded(evaluation({ targetingKey: 'ü'.repeat(512), note: '\u0001'.repeat(10_000) }));
    }
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ sent: 40, bytes: 0 });
    expect(sendings.length).toBeLessThan(5);
    for (const { body } of sendings) expect(body.length).toBeLessThanOrEqual(1024 * 1024);
  });

  it('is requested when a batch is full, and then leaves the next batch open', async () => {
    let asked = 0;
    const recorder = createRecorder({ limits: { batchEvents: 500 }, onBatchFull: () => (asked += 1) });
    record(recorder, 499);
    expect(asked).toBe(0);
    record(recorder, 300);
    expect(asked).toBe(1);
    await recorder.sendFull();
    expect(recorder.counters()).toMatchObject({ sent: 500, buffered: 299, inFlight: 0 });
    await recorder.sendFull();
    expect(recorder.counters()).toMatchObject({ sent: 500, buffered: 299 });
  });

  it('sends the same events under the same ids until they are taken', async () => {
    const recorder = createRecorder();
    answers = [AWAY, AWAY];
    record(recorder, 3);
    await recorder.flush();
    record(recorder, 2);
    expect(recorder.counters()).toMatchObject({ inFlight: 3, buffered: 2, sent: 0 });
    nowMs += 10_000;
    await recorder.flush();
    nowMs += 10_000;
    await recorder.flush();
    expect(sendings.map(({ count }) => count)).toEqual([3, 3, 3, 2]);
    expect(idsOf(sendings[1])).toEqual(idsOf(sendings[0]));
    expect(idsOf(sendings[2])).toEqual(idsOf(sendings[0]));
    expect(new Set(sendings.flatMap(idsOf)).size).toBe(5);
    expect(recorder.counters()).toMatchObject({ sent: 5, retries: 2 });
    expect(warnings).toHaveLength(1);
  });

  it('waits longer after every failure, and as long as `Retry-After` says', async () => {
    const times: number[] = [];
    const results = [AWAY, AWAY, AWAY, AWAY, { ...AWAY, afterMs: 60_000 }];
    const recorder = createRecorder({
      backoff: { baseMs: 500, capMs: 2_000 },
      transport: {
        async send() {
          times.push(nowMs);
          return results.shift() ?? TAKEN;
        },
      },
    });
    record(recorder, 1);
    for (; recorder.counters().sent === 0; nowMs += 100) await recorder.flush();
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toEqual([500, 1_000, 2_000, 2_000, 60_000]);
  });

  it('takes rejections one by one out of what was sent', async () => {
    const recorder = createRecorder();
    const rejected = [
      { index: 1, reason: 'too_old' },
      { index: 1, reason: 'too_old' },
      { index: 7, reason: 'out of range' },
    ];
    answers = [{ kind: 'accepted', rejected }];
    record(recorder, 3);
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ sent: 2, dropped: { rejected: 1 }, inFlight: 0 });
  });

  it('halves a batch that is refused as a whole, until one event is to blame', async () => {
    const poison = 'poison';
    const taken: EvaluationEvent[] = [];
    const recorder = createRecorder({
      transport: {
        async send(batch) {
          sendings.push(batch);
          const events = eventsOf(batch);
          if (events.some(({ userId }) => userId === poison)) return { kind: 'refused', cause: 'HTTP 413' };
          taken.push(...events);
          return TAKEN;
        },
      },
    });
    record(recorder, 70);
    recorder.recorded(evaluation({ targetingKey: poison }));
    nowMs += 250;
    record(recorder, 29);
    await recorder.flush();
    const whole = eventsOf(sendings[0]).filter(({ userId }) => userId !== poison);
    expect(taken).toEqual(whole);
    expect(taken.map(({ evaluatedAt }) => Date.parse(evaluatedAt) - START)).toEqual([
      ...Array.from({ length: 70 }, () => 0),
      ...Array.from({ length: 29 }, () => 250),
    ]);
    expect(recorder.counters()).toMatchObject({ sent: 99, dropped: { rejected: 1 }, inFlight: 0, bytes: 0 });
    expect(sendings.length).toBeLessThan(20);
  });

  it('drops events that are too old to be accepted', async () => {
    const recorder = createRecorder();
    answers = [AWAY];
    record(recorder, 2);
    await recorder.flush();
    nowMs += 7 * 24 * 60 * 60 * 1000 + 1;
    record(recorder, 1);
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ sent: 1, dropped: { expired: 2 }, inFlight: 0 });
  });

  it('treats a transport that throws as one that is away', async () => {
    const recorder = createRecorder({ transport: { send: () => Promise.reject(new Error('boom')) } });
    record(recorder, 1);
    await recorder.flush();
    expect(recorder.counters()).toMatchObject({ inFlight: 1, retries: 1 });
  });
});

describe('closing', () => {
  it('sends what is left, pausing as asked, before the time is up', async () => {
    const recorder = createRecorder();
    answers = [AWAY, AWAY, TAKEN];
    record(recorder, 5);
    await elapse(recorder.close(30_000));
    expect(recorder.counters()).toMatchObject({ sent: 5, dropped: { shutdown: 0 } });
    expect(nowMs - START).toBeLessThan(30_000);
    expect(timers).toEqual([]);
  });

  it('tries at once, however long a failure before has asked to wait', async () => {
    const recorder = createRecorder();
    answers = [{ ...AWAY, afterMs: 300_000 }];
    record(recorder, 1);
    await recorder.flush();
    await elapse(recorder.close(1_000));
    expect(recorder.counters().sent).toBe(1);
  });

  it('ends in time even where a sending never answers, and counts what is lost', async () => {
    const recorder = createRecorder();
    answers = [new Promise<SendResult>(() => {})];
    record(recorder, 4);
    await elapse(recorder.close(5_000));
    expect(nowMs - START).toBe(5_000);
    recorder.recorded(evaluation());
    expect(recorder.counters()).toMatchObject({
      recorded: 5,
      dropped: { shutdown: 5 },
      buffered: 0,
      inFlight: 0,
    });
    expect(balance(recorder.counters())).toBe(0);
  });

  it('ignores an answer that comes after the end', async () => {
    const recorder = createRecorder();
    let answer: (result: SendResult) => void = () => {};
    answers = [new Promise<SendResult>((resolve) => (answer = resolve))];
    record(recorder, 2);
    await elapse(recorder.close(1_000));
    answer(TAKEN);
    await new Promise((turn) => setImmediate(turn));
    expect(recorder.counters()).toMatchObject({ sent: 0, dropped: { shutdown: 2 }, inFlight: 0 });
  });
});

describe('draining', () => {
  it('tries again as often as it takes, and leaves no listener behind with each time', async () => {
    const listening = vi.spyOn(EventTarget.prototype, 'addEventListener');
    answers = Array.from({ length: 15 }, () => AWAY);
    const deadlineMs = 3_600_000;
    const recorder = createRecorder({
      setTimer(callback, delayMs) {
        if (delayMs >= deadlineMs) return () => {};
        setImmediate(() => {
          nowMs += delayMs;
          callback();
        });
        return () => {};
      },
    });
    record(recorder, 1);
    await recorder.drain(deadlineMs);
    expect(recorder.counters()).toMatchObject({ sent: 1, retries: 15 });
    expect(listening.mock.calls.filter(([type]) => type === 'abort')).toHaveLength(1);
    listening.mockRestore();
  });
});
