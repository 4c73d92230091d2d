import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { DEAD_LETTER_STREAM } from '../../control-plane/messaging/event-stream-consumer.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { createEventFixture, type EventFixture } from '../support/control-plane/event-fixture.ts';
import { startEventStorage } from '../support/control-plane/event-storage.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';

let fixture: EventFixture;

beforeAll(async () => {
  fixture = await createEventFixture();
});
afterAll(() => fixture.stop());

async function start(...settings: readonly string[]): Promise<RedisServer> {
  const server = await startRedisServer(...settings);
  onTestFinished(() => server.stop());
  return server;
}

function client(url: string): Redis {
  const redis = new Redis(url);
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

const stored = (ids: readonly string[]) =>
  eventually(
    'the events are stored',
    async () => {
      const [row] = await fixture.sql<{ count: number }[]>`
        select count(*)::int as count from evaluation_events where event_id = any(${[...ids]})`;
      return row?.count === ids.length;
    },
    15_000,
  );

it('dead letters and events of one read leave the stream of a Redis Cluster', async () => {
  const server = await start('--cluster-enabled', 'yes');
  const redis = client(server.url);
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  await eventually('the cluster is up', async () =>
    String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok'),
  );
  await redis.xadd(EVALUATION_EVENTS_STREAM, '*', 'events', 'not json');
  const append = startEventStorage({ url: server.url }, fixture.sql);
  const events = fixture.events(3);
  await append(events, 15_000);
  await stored(events.map(({ id }) => id));
  await eventually('the stream is empty', async () => (await redis.xlen(EVALUATION_EVENTS_STREAM)) === 0);
  expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(1);
});

it('events flow to the new primary after a fail-over that keeps the connections', async () => {
  const [first, second] = [await start(), await start()];
  let target = first.port;
  const address = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: target });
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  address.listen(0, '127.0.0.1');
  await once(address, 'listening');
  onTestFinished(() => void address.close());
  const append = startEventStorage(
    { url: `valkey://127.0.0.1:${(address.address() as AddressInfo).port}` },
    fixture.sql,
  );
  const before = fixture.events(2);
  await append(before, 15_000);
  await stored(before.map(({ id }) => id));
  target = second.port;
  await client(first.url).call('REPLICAOF', '127.0.0.1', String(second.port));
  const after = fixture.events(2);
  await append(after, 15_000);
  await stored(after.map(({ id }) => id));
});
