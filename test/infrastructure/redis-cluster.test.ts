import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { DEAD_LETTER_STREAM } from '../../control-plane/messaging/event-stream-consumer.ts';
import { createRedisEventTransport } from '../../edge-proxy/node/events/redis-event-transport.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { batchOfTable } from '../../shared/events/event-batch.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createEventFixture, type EventFixture } from '../support/control-plane/event-fixture.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisCluster, startRedisCluster } from '../support/redis-deployments.ts';
import { startRedisTraffic } from '../support/redis-traffic.ts';

let fixture: EventFixture;
let cluster: RedisCluster;

beforeAll(async () => {
  [fixture, cluster] = await Promise.all([createEventFixture(), startRedisCluster()]);
});
afterAll(async () => {
  await cluster.stop();
  await fixture.stop();
});

function clientOf({ url }: { readonly url: string }): Redis {
  const redis = new Redis(url, { protocol: 2 });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

const length = async (key: string) => clientOf(await cluster.primaryOf(key)).xlen(key);

it('events, dead letters and hints travel although their keys are on different nodes', async () => {
  const owners = [
    await cluster.primaryOf(EVALUATION_EVENTS_STREAM),
    await cluster.primaryOf(DEAD_LETTER_STREAM),
  ];
  expect(new Set(owners.map(({ port }) => port)).size).toBe(2);
  const stream = clientOf(await cluster.primaryOf(EVALUATION_EVENTS_STREAM));
  await stream.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', 'not json');
  const traffic = startRedisTraffic({ url: cluster.url }, fixture);
  await traffic.flowsWithin(10_000);
  await eventually('the stream is empty', async () => (await stream.xlen(EVALUATION_EVENTS_STREAM)) === 0);
  expect(await length(DEAD_LETTER_STREAM)).toBe(1);
});

it('a URL of one server that leads to a cluster of several says what to set', async () => {
  const messages: string[] = [];
  const owner = await cluster.primaryOf(EVALUATION_EVENTS_STREAM);
  const wrong = cluster.servers.find(({ port }) => port !== owner.port) ?? owner;
  const transport = createRedisEventTransport({
    redis: { url: wrong.url },
    logger: { ...silentLogger, error: (message) => messages.push(message) },
  });
  onTestFinished(() => transport.close());
  const { signal } = new AbortController();
  await eventually('the node refuses', async () => {
    const result = await transport.send(batchOfTable(fixture.table(1)), signal);
    return result.kind === 'retry' && result.cause.includes('MOVED');
  });
  expect(messages).toEqual([
    'this Redis is a cluster of several nodes: REDIS_URL must begin with redis-cluster://',
  ]);
});

it('events and hints go on while a slot moves, and after a node of the cluster stopped', async () => {
  const traffic = startRedisTraffic({ url: cluster.url }, fixture);
  await traffic.flowsWithin(10_000);
  await cluster.moveSlot(EVALUATION_EVENTS_STREAM);
  await traffic.flowsWithin(10_000);

  const owner = await cluster.primaryOf(EVALUATION_EVENTS_STREAM);
  owner.freeze();
  await delay(1_000);
  await traffic.flowsWithin(15_000);
  owner.thaw();
  await traffic.flowsWithin(15_000);
});
