import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createEventFixture, type EventFixture } from '../../test/support/control-plane/event-fixture.ts';
import { eventually } from '../../test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import { type ControlPlane, startControlPlane } from '../start-control-plane.ts';

let fixture: EventFixture;
let controlPlane: ControlPlane;

beforeAll(async () => {
  fixture = await createEventFixture();
});
afterAll(() => fixture.stop());
beforeEach(() => fixture.sql`truncate evaluation_events, evaluation_rollups`);

function start(redisUrl?: string): Promise<ControlPlane> {
  return startControlPlane(
    {
      databaseUrl: fixture.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: `sf_api_${'t'.repeat(32)}`,
      ...(redisUrl === undefined ? {} : { redis: { url: redisUrl } }),
    },
    { logger: silentLogger },
  );
}

async function post(key: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${controlPlane.url}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: await response.json(),
  };
}

describe('POST /events without Redis', () => {
  beforeAll(async () => {
    controlPlane = await start();
  });
  afterAll(() => controlPlane.stop());

  it('has committed to Postgres when it responds, and stores a batch once', async () => {
    const key = await fixture.addKey('server');
    const events = fixture.events(500);
    expect(await post(key, { events })).toMatchObject({ status: 202, body: { accepted: 500, rejected: [] } });
    expect(await fixture.counts()).toEqual({ stored: 500, counted: 500 });
    expect(await post(key, { events })).toMatchObject({ status: 202, body: { accepted: 500, rejected: [] } });
    expect(await fixture.counts()).toEqual({ stored: 500, counted: 500 });
  });

  it('accepts a table with the largest number of events, as edges send it, and stores it once', async () => {
    const key = await fixture.addKey('relay');
    const events = fixture.table(5_000);
    for (let times = 0; times < 2; times += 1) {
      const taken = { status: 202, body: { accepted: 5_000, rejected: [] } };
      expect(await post(key, { events })).toMatchObject(taken);
      expect(await fixture.counts()).toEqual({ stored: 5_000, counted: 5_000 });
    }
    const [row] = await fixture.sql`
      select flag_id, variation_key, reason, context from evaluation_events where user_id = 'u-4999'`;
    expect(row).toEqual({
      flag_id: fixture.flagId,
      variation_key: 'on',
      reason: 'SPLIT',
      context: { targetingKey: 'u-4999', plan: 'free' },
    });
  });

  it('rejects rows of a table by index, and stores the others', async () => {
    const key = await fixture.addKey('relay');
    const { id, outcomes } = fixture.table(0);
    const events = { id, outcomes, rows: [[0, 0, {}], [7, 0, {}], [0, 'soon', {}], 'row', [0, 1, {}]] };
    expect(await post(key, { events })).toMatchObject({
      status: 202,
      body: {
        accepted: 2,
        rejected: [
          { index: 1, reason: 'invalid_environment' },
          { index: 2, reason: 'invalid_id' },
          { index: 3, reason: 'not_an_object' },
        ],
      },
    });
    expect(await fixture.counts()).toEqual({ stored: 2, counted: 2 });
  });

  it('stores events in monthly partitions', async () => {
    const key = await fixture.addKey('server');
    const event = fixture.event();
    await post(key, { events: [event] });
    const [row] = await fixture.sql`select tableoid::regclass::text as place from evaluation_events`;
    expect(row?.place).toBe(`evaluation_events_${event.evaluatedAt.slice(0, 7).replace('-', '_')}`);
  });

  it('rejects each invalid event by index and reason, and stores the others', async () => {
    const key = await fixture.addKey('server');
    const events = [
      'no event',
      fixture.event(),
      fixture.event({ id: 'b3f1f0f0-0000-4000-8000-000000000000' }),
      fixture.event({ flagKey: 'not a key' }),
      fixture.event({ userId: 'é'.repeat(513) }),
      fixture.event({ evaluatedAt: '2020-02-02T00:00:00Z' }),
      fixture.event({ context: { a: 'x\u0000' } }),
    ];
    expect(await post(key, { events })).toEqual({
      status: 202,
      retryAfter: null,
      body: {
        accepted: 1,
        rejected: [
          { index: 0, reason: 'not_an_object' },
          { index: 2, reason: 'invalid_id' },
          { index: 3, reason: 'invalid_flag_key' },
          { index: 4, reason: 'user_too_long' },
          { index: 5, reason: 'too_old' },
          { index: 6, reason: 'invalid_text' },
        ],
      },
    });
    expect(await fixture.counts()).toEqual({ stored: 1, counted: 1 });
  });

  it('accepts events of the environments of the key, and of no other', async () => {
    const other = await fixture.addEnvironment();
    const events = [fixture.event(), fixture.event({ environmentId: other })];
    const rejectedAt = (index: number) => ({
      body: { accepted: 1, rejected: [{ index, reason: 'environment_not_allowed' }] },
    });
    expect(await post(await fixture.addKey('server'), { events })).toMatchObject(rejectedAt(1));
    expect(await post(await fixture.addKey('relay', [other]), { events })).toMatchObject(rejectedAt(0));
    expect(await post(await fixture.addKey('relay'), { events })).toMatchObject({ body: { accepted: 2 } });
    expect(await fixture.counts()).toEqual({ stored: 2, counted: 2 });
  });

  it('rejects an event that only Postgres refuses, and stores the others', async () => {
    await fixture.sql`alter table evaluation_events add constraint poison check (user_id <> 'poison')`;
    const events = [
      fixture.event(),
      fixture.event({ environmentId: 'x' }),
      fixture.event({ userId: 'poison' }),
      fixture.event(),
    ];
    const answer = await post(await fixture.addKey('server'), { events });
    await fixture.sql`alter table evaluation_events drop constraint poison`;
    expect(answer.body).toEqual({
      accepted: 2,
      rejected: [
        { index: 1, reason: 'invalid_environment' },
        { index: 2, reason: 'refused_by_database' },
      ],
    });
    expect(await fixture.counts()).toEqual({ stored: 2, counted: 2 });
  });

  it('accepts relay and server keys only', async () => {
    const events = [fixture.event()];
    expect((await post(await fixture.addKey('client'), { events })).status).toBe(403);
    expect((await post('sf_srv_unknown', { events })).status).toBe(401);
    const response = await fetch(`${controlPlane.url}/events`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(await fixture.counts()).toEqual({ stored: 0, counted: 0 });
  });

  it('describes a batch if the body is not one', async () => {
    const key = await fixture.addKey('server');
    expect((await post(key, '{"events":[')).status).toBe(400);
    expect(await post(key, { event: [] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'events', message: 'must be an array or a table of evaluation events' }] },
    });
    expect((await post(key, { events: [] }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(key, { events: Array(5_001).fill(null) })).status).toBe(413);
    expect((await post(key, { events: [], padding: 'x'.repeat(1024 * 1024) })).status).toBe(413);
    expect(await post(key, { events: [] })).toMatchObject({
      status: 202,
      body: { accepted: 0, rejected: [] },
    });
  });
});

describe('POST /events with Redis', () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url, { retryStrategy: () => 50 });
    redis.on('error', () => {});
    controlPlane = await start(server.url);
  });
  afterAll(async () => {
    await controlPlane.stop();
    redis.disconnect();
    await server.stop();
  });

  it('appends events to the stream, and the worker stores them', async () => {
    const key = await fixture.addKey('server');
    expect(await post(key, { events: fixture.events(50) })).toMatchObject({
      status: 202,
      body: { accepted: 50 },
    });
    await eventually('they are stored', async () => (await fixture.counts()).stored === 50);
    expect(await fixture.counts()).toEqual({ stored: 50, counted: 50 });
    await eventually('the stream is empty', async () => (await redis.xlen(EVALUATION_EVENTS_STREAM)) === 0);
  });

  it('responds with 503 and Retry-After while Redis is unreachable, stores nothing, and works after the recovery', async () => {
    const key = await fixture.addKey('server');
    const events = fixture.events(3);
    await server.kill();
    const refused = await post(key, { events });
    expect(refused).toMatchObject({ status: 503, retryAfter: '2', body: { code: 'UNAVAILABLE' } });
    expect(await fixture.counts()).toEqual({ stored: 0, counted: 0 });
    await server.start();
    await eventually('it takes events again', async () => (await post(key, { events })).status === 202);
    await eventually('they are stored', async () => (await fixture.counts()).stored === 3);
  });
});
