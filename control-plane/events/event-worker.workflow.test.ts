import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { EVALUATION_EVENTS_STREAM, type EvaluationEvent } from '../../shared/events/evaluation-event.ts';
import { createUuidV7Generator } from '../../shared/events/uuid-v7.ts';
import { type Logger, silentLogger } from '../../shared/logging/logger.ts';
import { createEventFixture, type EventFixture } from '../../test/support/control-plane/event-fixture.ts';
import { eventually } from '../../test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import { createCuttableProxy } from '../../test/support/tcp-proxy.ts';
import {
  createEventStreamConsumer,
  DEAD_LETTER_STREAM,
  EVENT_CONSUMER_GROUP,
} from '../messaging/event-stream-consumer.ts';
import { createEventStreamProducer, type EventStreamProducer } from '../messaging/event-stream-producer.ts';
import type { EventConsumer } from '../model/event-consumer.ts';
import { type Database, openDatabase } from '../store/database/database.ts';
import { isEventFault, type StoreOutcome, storeEvents } from '../store/events/event-store.ts';
import { createEventWorker, type EventWorker } from './event-worker.ts';
import type { StorageCounts } from './storage-counters.ts';

let server: RedisServer;
let redis: Redis;
let fixture: EventFixture;
let producer: EventStreamProducer;
let workers: EventWorker[] = [];

beforeAll(async () => {
  server = await startRedisServer();
  fixture = await createEventFixture();
});
afterAll(async () => {
  await server.stop();
  await fixture.stop();
});
beforeEach(async () => {
  await fixture.sql`truncate evaluation_events, evaluation_rollups`;
  redis = new Redis(server.url, { retryStrategy: () => 50 });
  redis.on('error', () => {});
  await redis.flushall();
  producer = createEventStreamProducer({ url: server.url }, silentLogger);
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  producer.close();
  redis.disconnect();
});

interface WorkerOptions {
  readonly sql?: Database;
  readonly store?: (events: readonly EvaluationEvent[]) => Promise<StoreOutcome>;
  readonly claimIdleMs?: number;
  readonly wrap?: (consumer: EventConsumer) => EventConsumer;
  readonly logger?: Logger;
}

function startWorker(options: WorkerOptions = {}): EventWorker {
  const { sql = fixture.sql, claimIdleMs = 100, logger = silentLogger } = options;
  const consumer = createEventStreamConsumer({
    redis: { url: server.url },
    consumer: randomUUID(),
    logger: silentLogger,
    claimIdleMs,
    blockMs: 100,
  });
  const worker = createEventWorker({
    consumer: options.wrap?.(consumer) ?? consumer,
    store: options.store ?? ((events) => storeEvents(sql, events)),
    isEventFault,
    now: Date.now,
    random: Math.random,
    // A tenth of the production delays.
    sleep: (delayMs, signal) => delay(delayMs / 10, undefined, { signal }).catch(() => {}),
    logger,
    claimIntervalMs: 50,
  });
  void worker.run();
  workers.push(worker);
  return worker;
}

/** Sends as an edge does: retries until the batch is accepted. */
async function send(events: readonly EvaluationEvent[]): Promise<void> {
  await eventually(
    'the events are accepted',
    async () => (await producer.append(events)).length === 0,
    20_000,
  );
}

function stored(count: number): Promise<unknown> {
  return eventually(
    `${count} events are stored`,
    async () => (await fixture.counts()).stored === count,
    20_000,
  );
}

/** The stream is empty, and no entry is pending. */
async function emptied(): Promise<void> {
  await eventually(
    'the stream is empty',
    async () => {
      const length = await redis.xlen(EVALUATION_EVENTS_STREAM);
      const pending = await redis.call('XPENDING', EVALUATION_EVENTS_STREAM, EVENT_CONSUMER_GROUP);
      return length === 0 && Array.isArray(pending) && pending[0] === 0;
    },
    20_000,
  );
}

function balance(counts: StorageCounts): number {
  const dropped = Object.values(counts.dropped).reduce((sum, count) => sum + count, 0);
  return counts.received - counts.stored - counts.deduplicated - dropped - counts.returned - counts.inFlight;
}

describe('events in the stream', () => {
  it('may be tables, with more events in one read than one transaction stores', async () => {
    const tables = [fixture.table(4_000), fixture.table(4_000), fixture.table(7)];
    for (const table of tables) {
      await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', JSON.stringify(table));
    }
    const worker = startWorker();
    await stored(8_007);
    await emptied();
    expect(worker.counts()).toMatchObject({ received: 8_007, stored: 8_007, deduplicated: 0, inFlight: 0 });
    expect(await fixture.counts()).toEqual({ stored: 8_007, counted: 8_007 });
  });

  it('reach Postgres and leave the stream, also if they were sent before the first worker started', async () => {
    await send(fixture.events(500));
    const worker = startWorker();
    await send(fixture.events(20));
    await stored(520);
    await emptied();
    expect(worker.counts()).toMatchObject({
      received: 520,
      stored: 520,
      deduplicated: 0,
      dropped: {},
      inFlight: 0,
    });
    expect(await fixture.counts()).toEqual({ stored: 520, counted: 520 });
  });

  it('are stored once when they are sent twice and two workers read them', async () => {
    const [a, b] = [startWorker({ claimIdleMs: 60_000 }), startWorker({ claimIdleMs: 60_000 })];
    const batches = Array.from({ length: 30 }, () => fixture.events(40));
    await Promise.all([...batches, ...batches, ...batches.slice(0, 10)].map(send));
    await stored(1200);
    await emptied();
    expect(a.counts().stored + b.counts().stored).toBe(1200);
    expect(a.counts().deduplicated + b.counts().deduplicated).toBe(1600);
    expect([balance(a.counts()), balance(b.counts())]).toEqual([0, 0]);
    expect(await fixture.counts()).toEqual({ stored: 1200, counted: 1200 });
  });

  it('are stored once when a worker is killed between commit and acknowledgement', async () => {
    const killed = startWorker({ claimIdleMs: 60_000, wrap: neverAcknowledges });
    await send(fixture.events(100));
    await stored(100);
    expect(await redis.xlen(EVALUATION_EVENTS_STREAM)).toBe(1);
    const successor = startWorker();
    await emptied();
    expect(killed.counts()).toMatchObject({ stored: 100 });
    expect(successor.counts()).toMatchObject({ received: 100, stored: 0, deduplicated: 100 });
    expect(await fixture.counts()).toEqual({ stored: 100, counted: 100 });
  });

  it('are claimed from a worker that was killed before it stored them', async () => {
    await send(fixture.events(30));
    startWorker({ sql: deadDatabase(), claimIdleMs: 60_000 });
    await eventually('the first worker has received them', async () => {
      const pending = await redis.call('XPENDING', EVALUATION_EVENTS_STREAM, EVENT_CONSUMER_GROUP);
      return Array.isArray(pending) && pending[0] === 1;
    });
    startWorker();
    await stored(30);
    await emptied();
  });

  it('stay unacknowledged while Postgres is unreachable, and are stored after the recovery', async () => {
    const proxy = await createCuttableProxy(fixture.url);
    const sql = await openDatabase(proxy.url, { logger: silentLogger });
    const worker = startWorker({ sql, claimIdleMs: 60_000 });
    await send(fixture.events(50));
    await stored(50);
    proxy.cut();
    const late = Array.from({ length: 5 }, () => fixture.events(50));
    for (const batch of late) await send(batch);
    await eventually('the worker retries', () => worker.counts().inFlight > 0);
    expect(balance(worker.counts())).toBe(0);
    expect((await fixture.counts()).stored).toBe(50);
    expect(await redis.xlen(EVALUATION_EVENTS_STREAM)).toBe(5);
    proxy.mend();
    await stored(300);
    await emptied();
    expect(balance(worker.counts())).toBe(0);
    expect(await fixture.counts()).toEqual({ stored: 300, counted: 300 });
    await worker.stop();
    await sql.end({ timeout: 1 });
    await proxy.close();
  });

  it('are stored once while connections to Postgres are terminated repeatedly', async () => {
    const sql = await openDatabase(fixture.url, { logger: silentLogger });
    const [a, b] = [startWorker({ sql }), startWorker({ sql })];
    const batches = Array.from({ length: 60 }, () => fixture.events(50));
    const sent = Promise.all(batches.map(send));
    for (let round = 0; round < 15; round += 1) {
      await fixture.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'solid-fortnight-control-plane' and datname = current_database()`;
      await delay(20);
    }
    await sent;
    await stored(3000);
    await emptied();
    expect([balance(a.counts()), balance(b.counts())]).toEqual([0, 0]);
    expect(await fixture.counts()).toEqual({ stored: 3000, counted: 3000 });
    await Promise.all([a.stop(), b.stop()]);
    await sql.end({ timeout: 1 });
  });

  it('are stored once when Redis is killed and restarted between them', async () => {
    const [a, b] = [startWorker(), startWorker()];
    const batches = Array.from({ length: 60 }, () => fixture.events(25));
    const sent = Promise.all(
      batches.map(async (batch, index) => {
        await delay(index * 10);
        await send(batch);
      }),
    );
    for (let round = 0; round < 2; round += 1) {
      await delay(150);
      await server.kill();
      await delay(150);
      await server.start();
    }
    await sent;
    await stored(1500);
    await emptied();
    expect([balance(a.counts()), balance(b.counts())]).toEqual([0, 0]);
    expect(await fixture.counts()).toEqual({ stored: 1500, counted: 1500 });
  });

  it('are stored after Redis has lost all its data', async () => {
    startWorker();
    await send(fixture.events(5));
    await stored(5);
    await redis.flushall();
    await send(fixture.events(7));
    await stored(12);
  });
});

describe('an event that cannot be stored', () => {
  it('is dead-lettered with the reason, and does not block the others', async () => {
    const good = fixture.event();
    const tooOld = fixture.event({ evaluatedAt: '2020-01-01T00:00:00.000Z' });
    await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', 'not json');
    await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'other', 'x');
    await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', JSON.stringify(Array(5_001).fill({})));
    await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', JSON.stringify([42, good, tooOld]));
    const worker = startWorker();
    await stored(1);
    await emptied();
    expect(await deadReasons()).toEqual([
      'not_a_batch',
      'no_events_field',
      'too_many_events',
      'not_an_object',
      'too_old',
    ]);
    expect(worker.counts()).toMatchObject({
      received: 3,
      stored: 1,
      dropped: { not_an_object: 1, too_old: 1 },
      malformedEntries: 3,
      inFlight: 0,
    });
  });

  it('does not stop the events of others, if the clock of its edge is two hours ahead', async () => {
    const warn = vi.fn<Logger['warn']>();
    const ahead = Date.now() + 2 * 3_600_000;
    const id = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));
    const late = () => fixture.event({ id: id(ahead), evaluatedAt: new Date(ahead).toISOString() });
    const foreign = fixture.event({ environmentId: randomUUID() });
    await send([late(), fixture.event(), late()]);
    await send([late()]);
    await send([foreign]);
    await send(fixture.events(3));
    const worker = startWorker({ logger: { ...silentLogger, warn } });
    await stored(4);
    await emptied();
    expect(await deadReasons()).toEqual(['in_the_future', 'in_the_future', 'in_the_future']);
    expect(worker.counts()).toMatchObject({
      stored: 4,
      dropped: { in_the_future: 3, environment_unknown: 1 },
      inFlight: 0,
    });
    expect(warn).toHaveBeenCalledWith('events of unknown environments dropped', { events: 1 });
  });

  it('never delays other entries, whatever it contains', async () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const deep = (levels: number) =>
      JSON.stringify([fixture.event()]).replace('"context":{', `"context":{"deep":${nested(levels)},`);
    const hostile = [
      deep(10_000),
      deep(500),
      `[${nested(400_000)}]`,
      JSON.stringify([{ text: 'x'.repeat(17_000_000) }]),
      `[${'{},'.repeat(200_000)}{}]`,
      JSON.stringify(fixture.table(2)).replace(/"rows":.*/, `"rows":[${'[0],'.repeat(200_000)}[0]]}`),
    ];
    for (let round = 0; round < 10; round += 1) {
      for (const events of hostile) await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', events);
    }
    await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', JSON.stringify(fixture.events(5)));
    const worker = startWorker();
    await stored(5);
    await emptied();
    const reasons = (await deadReasons()).slice(0, 6);
    expect(reasons).toEqual([
      'too_deep',
      'context_too_deep',
      'too_deep',
      'too_large',
      'too_many_values',
      'too_many_values',
    ]);
    expect(balance(worker.counts())).toBe(0);
    expect(Math.max(...(await deadLetters()).map((text) => text.length))).toBeLessThanOrEqual(65_536);
  });

  it('is given up after a failure of the worker itself, also in company', async () => {
    const bad = fixture.event({ userId: 'bad' });
    const good = fixture.events(3);
    for (const events of [good.slice(0, 1), [bad], good.slice(1)]) {
      await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', JSON.stringify(events));
    }
    const store = (events: readonly EvaluationEvent[]) => {
      if (events.some(({ userId }) => userId === 'bad'))
        throw new RangeError('Maximum call stack size exceeded');
      return storeEvents(fixture.sql, events);
    };
    const worker = startWorker({ store });
    await stored(3);
    await emptied();
    expect(await deadReasons()).toEqual(['processing_failed']);
    expect(balance(worker.counts())).toBe(0);
  });

  it('is isolated from the valid events of its batch', async () => {
    await fixture.sql`alter table evaluation_events add constraint poison check (user_id <> 'poison')`;
    onTestFinished(async () => {
      await fixture.sql`alter table evaluation_events drop constraint poison`;
    });
    const events = fixture.events(99);
    const poison = fixture.event({ userId: 'poison' });
    const worker = startWorker();
    await send([...events.slice(0, 40), poison, ...events.slice(40)]);
    await stored(99);
    await emptied();
    expect(await deadReasons()).toEqual(['refused_by_database']);
    expect((await deadLetters())[0]).toContain(poison.id);
    expect(worker.counts()).toMatchObject({ received: 100, stored: 99, dropped: { refused_by_database: 1 } });
    expect(await fixture.counts()).toEqual({ stored: 99, counted: 99 });
  });

  it('is not one that only waited in the stream for long', async () => {
    const longAgo = Date.now() - 8 * 24 * 60 * 60 * 1000;
    const event = fixture.event({ evaluatedAt: new Date(longAgo).toISOString(), id: idAt(longAgo) });
    await redis.xadd(EVALUATION_EVENTS_STREAM, `${longAgo + 1000}-0`, 'events', JSON.stringify([event]));
    startWorker();
    await stored(1);
  });

  it('is counted if its environment is deleted', async () => {
    const environmentId = await fixture.addEnvironment();
    await fixture.sql`update environments set deleted_at = now() where id = ${environmentId}`;
    const worker = startWorker();
    await send([...fixture.events(2), ...fixture.events(3, { environmentId })]);
    await stored(2);
    await emptied();
    expect(worker.counts()).toMatchObject({ stored: 2, dropped: { environment_unknown: 3 }, inFlight: 0 });
  });
});

it('starts without a warning on an empty Redis', async () => {
  const warnings: string[] = [];
  startWorker({ logger: { ...silentLogger, warn: (message) => warnings.push(message) } });
  await eventually('the group exists', async () => (await redis.exists(EVALUATION_EVENTS_STREAM)) === 1);
  await send(fixture.events(1));
  await stored(1);
  expect(warnings).toEqual([]);
});

it('leaves the consumer group when it stops, if none of its entries is unacknowledged', async () => {
  const [first, second] = [startWorker(), startWorker()];
  const consumers = () => redis.xinfo('CONSUMERS', EVALUATION_EVENTS_STREAM, EVENT_CONSUMER_GROUP);
  await eventually('both have stored events', async () => {
    await send(fixture.events(1));
    return first.counts().stored > 0 && second.counts().stored > 0;
  });
  await emptied();
  expect(await consumers()).toHaveLength(2);
  await first.stop();
  expect(await consumers()).toHaveLength(1);
  await second.stop();
  expect(await consumers()).toHaveLength(0);
});

/** Fails to acknowledge, as a process does that is killed right after the commit. */
function neverAcknowledges(consumer: EventConsumer): EventConsumer {
  return { ...consumer, acknowledge: () => Promise.reject(new Error('killed')) };
}

/** A Postgres that is unreachable. */
function deadDatabase(): Database {
  return postgres('postgres://nobody@127.0.0.1:1/none', { max: 1, backoff: false });
}

async function deadLetters(): Promise<string[]> {
  const entries = await redis.xrange(DEAD_LETTER_STREAM, '-', '+');
  return entries.map(([, fields]) => fieldOf(fields, 'events'));
}

async function deadReasons(): Promise<string[]> {
  const entries = await redis.xrange(DEAD_LETTER_STREAM, '-', '+');
  return entries.map(([, fields]) => fieldOf(fields, 'reason'));
}

function fieldOf(fields: readonly string[], name: string): string {
  return fields[fields.indexOf(name) + 1] ?? '';
}

function idAt(timeMs: number): string {
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
