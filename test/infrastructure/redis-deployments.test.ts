import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { DEAD_LETTER_STREAM } from '../../control-plane/messaging/event-stream-consumer.ts';
import { createHintBus } from '../../control-plane/messaging/hint-bus.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
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

/** An address that leads new connections to another server and keeps the others, as a virtual IP does. */
async function switchableAddress(first: RedisServer) {
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
  return {
    url: `valkey://127.0.0.1:${(address.address() as AddressInfo).port}`,
    leadTo: ({ port }: RedisServer) => {
      target = port;
    },
  };
}

it('events flow to the new primary after a fail-over that keeps the connections', async () => {
  const [first, second] = [await start(), await start()];
  const address = await switchableAddress(first);
  const append = startEventStorage({ url: address.url }, fixture.sql);
  const before = fixture.events(2);
  await append(before, 15_000);
  await stored(before.map(({ id }) => id));
  address.leadTo(second);
  await client(first.url).call('REPLICAOF', '127.0.0.1', String(second.port));
  const after = fixture.events(2);
  await append(after, 15_000);
  await stored(after.map(({ id }) => id));
});

it('hints of a control plane that kept its connection to the old primary reach those at the new one', async () => {
  const [first, second] = [await start(), await start()];
  const address = await switchableAddress(first);
  const open = async () => {
    const heard: string[] = [];
    const bus = createHintBus({
      redis: { url: address.url },
      logger: silentLogger,
      listener: { environmentsChanged: (ids) => heard.push(...ids), keysChanged: () => {} },
      onSubscribed: () => {},
    });
    onTestFinished(() => bus.close());
    await eventually('it is subscribed', () => bus.problem() === null);
    return { bus, heard };
  };
  const before = await open();
  address.leadTo(second);
  await client(first.url).call('REPLICAOF', '127.0.0.1', String(second.port));
  const after = await open();
  const id = '6f2c1d6e-6d0e-4b38-9a0b-3a1d1f1f0a01';
  before.bus.notifier.environmentsChanged([id]);
  await eventually('the other one hears it', () => after.heard.includes(id));
});
