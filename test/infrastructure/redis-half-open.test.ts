import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createHintBus } from '../../control-plane/messaging/hint-bus.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createEventFixture, type EventFixture } from '../support/control-plane/event-fixture.ts';
import { startEventStorage } from '../support/control-plane/event-storage.ts';
import { eventually } from '../support/eventually.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { startRedisTraffic } from '../support/redis-traffic.ts';
import { type CuttableProxy, createCuttableProxy } from '../support/tcp-proxy.ts';

let server: RedisServer;
let fixture: EventFixture;

beforeAll(async () => {
  server = await startRedisServer();
  fixture = await createEventFixture();
});
afterAll(async () => {
  await server.stop();
  await fixture.stop();
});

async function openProxy(): Promise<CuttableProxy> {
  const proxy = await createCuttableProxy(server.url);
  onTestFinished(() => proxy.close());
  return proxy;
}

it.each([
  ['the connections that stand', 'dropEstablished'],
  ['every connection for a while', 'dropAll'],
] as const)('hints are heard within 10 s of a network that dropped %s', async (_, drop) => {
  const proxy = await openProxy();
  const heard: string[] = [];
  const open = (onHint: (ids: readonly string[]) => void) => {
    const bus = createHintBus({
      redis: { url: proxy.url },
      logger: silentLogger,
      listener: { environmentsChanged: onHint, keysChanged: () => {} },
      onSubscribed: () => {},
    });
    onTestFinished(() => bus.close());
    return bus;
  };
  // A control plane does not pass on its own hints, so another one publishes.
  open((ids) => heard.push(...ids));
  const other = open(() => {});
  const hears = (id: string, timeoutMs: number) =>
    eventually(
      'a hint arrives',
      () => {
        other.notifier.environmentsChanged([id]);
        return heard.includes(id);
      },
      timeoutMs,
    );
  await hears(randomUUID(), 5_000);
  proxy[drop]();
  if (drop === 'dropAll') await delay(3_000);
  proxy.mend();
  await hears(randomUUID(), 10_000);
});

it('everything flows within 10 s of a network that dropped all packets for longer than any timeout', async () => {
  const proxy = await openProxy();
  const traffic = startRedisTraffic({ url: proxy.url }, fixture);
  await traffic.flowsWithin(5_000);
  proxy.dropAll();
  await delay(8_000);
  proxy.mend();
  await traffic.flowsWithin(10_000);
});

it('events flow within 10 s of a network that dropped the connections that stand', async () => {
  const proxy = await openProxy();
  const append = startEventStorage({ url: proxy.url }, fixture.sql);
  const { stored: before } = await fixture.counts();
  const stored = (count: number, timeoutMs: number) =>
    eventually(
      `${count} events are stored`,
      async () => (await fixture.counts()).stored === before + count,
      timeoutMs,
    );
  await append(fixture.events(1), 5_000);
  await stored(1, 5_000);
  proxy.dropEstablished();
  const beganMs = Date.now();
  await append(fixture.events(10), 10_000);
  await stored(11, 10_000 - (Date.now() - beganMs));
  expect(await fixture.counts()).toEqual({ stored: before + 11, counted: before + 11 });
});
