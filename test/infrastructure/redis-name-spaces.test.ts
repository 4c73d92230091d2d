import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Logger, silentLogger } from '../../shared/logging/logger.ts';
import { createEventFixture, type EventFixture } from '../support/control-plane/event-fixture.ts';
import { startEventStorage } from '../support/control-plane/event-storage.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { startRedisTraffic } from '../support/redis-traffic.ts';

let server: RedisServer;
let shop: EventFixture;
let blog: EventFixture;

beforeAll(async () => {
  [server, shop, blog] = await Promise.all([startRedisServer(), createEventFixture(), createEventFixture()]);
});
afterAll(async () => {
  await shop.stop();
  await blog.stop();
  await server.stop();
});

it('two installations with name spaces share a Redis without a trace of each other', async () => {
  const admin = new Redis(server.url, { protocol: 2 });
  onTestFinished(() => admin.disconnect());
  const first = startRedisTraffic({ url: server.url, namespace: 'shop' }, shop);
  const second = startRedisTraffic({ url: server.url, namespace: 'blog' }, blog);
  for (const traffic of [first, second, first, second]) await traffic.flowsWithin(10_000);
  expect(await shop.counts()).toMatchObject({ stored: 10 });
  expect(await blog.counts()).toMatchObject({ stored: 10 });
  const names = [
    ...(await admin.keys('*')),
    ...(await admin.pubsub('CHANNELS')).map((channel) => String(channel)),
  ];
  expect(names.sort()).toEqual([
    'blog:environment_updates',
    'blog:evaluation_events_stream',
    'blog:project_keys_updates',
    'shop:environment_updates',
    'shop:evaluation_events_stream',
    'shop:project_keys_updates',
  ]);
});

it('without name spaces, events of the other installation are dropped with a warning that counts them', async () => {
  const warnings: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message, fields) => warnings.push({ message, ...fields }),
  };
  const append = startEventStorage({ url: server.url }, blog.sql, logger);
  await append(shop.events(7), 10_000);
  await eventually('they are dropped', () => warnings.length > 0);
  await delay(100);
  expect(warnings).toEqual([{ message: 'events of unknown environments dropped', events: 7 }]);
});
