import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { EVALUATION_EVENTS_STREAM } from '../../../shared/events/evaluation-event.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../../test/support/redis-server.ts';
import { createRedisEventTransport, type RedisEventTransport } from './redis-event-transport.ts';

let server: RedisServer;
let redis: Redis;
let transport: RedisEventTransport;
const signal = new AbortController().signal;
const batch = { count: 2, body: new TextEncoder().encode('{"events":[{"id":"1"},{"id":"ü"}]}') };
const TAKEN = { kind: 'accepted', rejected: [] };

beforeAll(async () => {
  server = await startRedisServer();
  redis = new Redis(server.url, { retryStrategy: () => 50 });
  redis.on('error', () => {});
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  await redis.flushall();
  transport = createRedisEventTransport({ redis: { url: server.url }, logger: silentLogger, maxEntries: 3 });
});
afterEach(() => transport.close());

const taken = () =>
  eventually('it is taken', async () => (await transport.send(batch, signal)).kind === 'accepted');

it('appends a batch as one entry', async () => {
  await taken();
  const entries = await redis.xrange(EVALUATION_EVENTS_STREAM, '-', '+');
  expect(entries.map(([, fields]) => fields)).toEqual([['events', '[{"id":"1"},{"id":"ü"}]']]);
});

it('never trims unread entries: a full stream results in a retry', async () => {
  await taken();
  expect(await transport.send(batch, signal)).toEqual(TAKEN);
  expect(await transport.send(batch, signal)).toEqual(TAKEN);
  expect(await transport.send(batch, signal)).toEqual({ kind: 'retry', cause: 'stream full' });
  const [first] = await redis.xrange(EVALUATION_EVENTS_STREAM, '-', '+', 'COUNT', 1);
  await redis.xdel(EVALUATION_EVENTS_STREAM, first?.[0] ?? '');
  expect(await transport.send(batch, signal)).toEqual(TAKEN);
});

it('retries while Redis is out of memory or unreachable, and continues afterwards', async () => {
  await taken();
  await redis.config('SET', 'maxmemory', '1');
  expect(await transport.send(batch, signal)).toMatchObject({
    kind: 'retry',
    cause: expect.stringContaining('OOM'),
  });
  await redis.config('SET', 'maxmemory', '0');
  expect(await transport.send(batch, signal)).toEqual(TAKEN);
  await server.kill();
  expect(await transport.send(batch, signal)).toMatchObject({ kind: 'retry' });
  await server.start();
  await taken();
  expect(await redis.xlen(EVALUATION_EVENTS_STREAM)).toBe(3);
});
