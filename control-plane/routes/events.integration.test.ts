import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createEventRoom, type EventRoom } from '../../test/support/control-plane/event-fixture.ts';
import { eventually } from '../../test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import { type ControlPlane, startControlPlane } from '../start-control-plane.ts';

let room: EventRoom;
let controlPlane: ControlPlane;

beforeAll(async () => {
  room = await createEventRoom();
});
afterAll(() => room.leave());
beforeEach(() => room.sql`truncate evaluation_events, evaluation_rollups`);

function start(redisUrl?: string): Promise<ControlPlane> {
  return startControlPlane(
    {
      databaseUrl: room.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: `sf_api_${'t'.repeat(32)}`,
      ...(redisUrl === undefined ? {} : { redisUrl }),
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

  it('has committed to Postgres when it answers, and stores a batch once', async () => {
    const key = await room.addKey('server');
    const events = room.events(500);
    expect(await post(key, { events })).toMatchObject({ status: 202, body: { accepted: 500, rejected: [] } });
    expect(await room.counts()).toEqual({ stored: 500, counted: 500 });
    expect(await post(key, { events })).toMatchObject({ status: 202, body: { accepted: 500, rejected: [] } });
    expect(await room.counts()).toEqual({ stored: 500, counted: 500 });
  });

  it('takes a table of events as edges send them, as many as a batch may have, and stores it once', async () => {
    const key = await room.addKey('relay');
    const events = room.table(5_000);
    for (let times = 0; times < 2; times += 1) {
      const taken = { status: 202, body: { accepted: 5_000, rejected: [] } };
      expect(await post(key, { events })).toMatchObject(taken);
      expect(await room.counts()).toEqual({ stored: 5_000, counted: 5_000 });
    }
    const [row] = await room.sql`
      select flag_id, variation_key, reason, context from evaluation_events where user_id = 'u-4999'`;
    expect(row).toEqual({
      flag_id: room.flagId,
      variation_key: 'on',
      reason: 'SPLIT',
      context: { targetingKey: 'u-4999', plan: 'free' },
    });
  });

  it('refuses rows of a table by their place, and keeps the others', async () => {
    const key = await room.addKey('relay');
    const { id, outcomes } = room.table(0);
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
    expect(await room.counts()).toEqual({ stored: 2, counted: 2 });
  });

  it('puts events into partitions by month', async () => {
    const key = await room.addKey('server');
    const event = room.event();
    await post(key, { events: [event] });
    const [row] = await room.sql`select tableoid::regclass::text as place from evaluation_events`;
    expect(row?.place).toBe(`evaluation_events_${event.evaluatedAt.slice(0, 7).replace('-', '_')}`);
  });

  it('refuses bad events one by one, by index and reason, and keeps the others', async () => {
    const key = await room.addKey('server');
    const events = [
      'no event',
      room.event(),
      room.event({ id: 'b3f1f0f0-0000-4000-8000-000000000000' }),
      room.event({ flagKey: 'not a key' }),
      room.event({ userId: 'é'.repeat(513) }),
      room.event({ evaluatedAt: '2020-02-02T00:00:00Z' }),
      room.event({ context: { a: 'x\u0000' } }),
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
    expect(await room.counts()).toEqual({ stored: 1, counted: 1 });
  });

  it('takes events of the environments a key opens, and of no other', async () => {
    const other = await room.addEnvironment();
    const events = [room.event(), room.event({ environmentId: other })];
    const rejectedAt = (index: number) => ({
      body: { accepted: 1, rejected: [{ index, reason: 'environment_not_allowed' }] },
    });
    expect(await post(await room.addKey('server'), { events })).toMatchObject(rejectedAt(1));
    expect(await post(await room.addKey('relay', [other]), { events })).toMatchObject(rejectedAt(0));
    expect(await post(await room.addKey('relay'), { events })).toMatchObject({ body: { accepted: 2 } });
    expect(await room.counts()).toEqual({ stored: 2, counted: 2 });
  });

  it('names an event only Postgres refuses, and keeps the others', async () => {
    await room.sql`alter table evaluation_events add constraint poison check (user_id <> 'poison')`;
    const events = [
      room.event(),
      room.event({ environmentId: 'x' }),
      room.event({ userId: 'poison' }),
      room.event(),
    ];
    const answer = await post(await room.addKey('server'), { events });
    await room.sql`alter table evaluation_events drop constraint poison`;
    expect(answer.body).toEqual({
      accepted: 2,
      rejected: [
        { index: 1, reason: 'invalid_environment' },
        { index: 2, reason: 'refused_by_database' },
      ],
    });
    expect(await room.counts()).toEqual({ stored: 2, counted: 2 });
  });

  it('opens to relay and server keys only', async () => {
    const events = [room.event()];
    expect((await post(await room.addKey('client'), { events })).status).toBe(403);
    expect((await post('sf_srv_unknown', { events })).status).toBe(401);
    const response = await fetch(`${controlPlane.url}/events`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(await room.counts()).toEqual({ stored: 0, counted: 0 });
  });

  it('says what a batch must be', async () => {
    const key = await room.addKey('server');
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

  it('hands events to the stream, and the worker stores them', async () => {
    const key = await room.addKey('server');
    expect(await post(key, { events: room.events(50) })).toMatchObject({
      status: 202,
      body: { accepted: 50 },
    });
    await eventually('they are stored', async () => (await room.counts()).stored === 50);
    expect(await room.counts()).toEqual({ stored: 50, counted: 50 });
    await eventually('the stream is empty', async () => (await redis.xlen(EVALUATION_EVENTS_STREAM)) === 0);
  });

  it('answers 503 with Retry-After while Redis is away, keeps nothing, and goes on afterwards', async () => {
    const key = await room.addKey('server');
    const events = room.events(3);
    await server.kill();
    const refused = await post(key, { events });
    expect(refused).toMatchObject({ status: 503, retryAfter: '2', body: { code: 'UNAVAILABLE' } });
    expect(await room.counts()).toEqual({ stored: 0, counted: 0 });
    await server.start();
    await eventually('it takes events again', async () => (await post(key, { events })).status === 202);
    await eventually('they are stored', async () => (await room.counts()).stored === 3);
  });
});
