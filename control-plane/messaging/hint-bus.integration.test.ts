import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../shared/logging/logger.ts';
import { eventually } from '../../test/support/eventually.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import { createHintBus, type HintBus } from './hint-bus.ts';

const ID = '6f2c1d6e-6d0e-4b38-9a0b-3a1d1f1f0a01';
const OTHER_ID = '6f2c1d6e-6d0e-4b38-9a0b-3a1d1f1f0a02';

let server: RedisServer;

beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

/** A way to Redis that cuts a connection instead of passing on its first subscription, as long as `cuts` is positive. */
async function createSubscriptionCutter(cuts: number) {
  const state = { cuts: 0, remaining: 0 };
  const { hostname, port } = new URL(server.url);
  const proxy = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    for (const socket of [near, far]) socket.on('error', () => {});
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.pipe(near);
    near.on('data', (chunk: Buffer) => {
      if (state.remaining > 0 && /\r\nsubscribe\r\n/i.test(chunk.toString('latin1'))) {
        state.remaining -= 1;
        state.cuts += 1;
        near.resetAndDestroy();
      } else far.write(chunk);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${address.port}`,
    state,
    cutNext: () => {
      state.remaining = cuts;
    },
    close: () => proxy.close(),
  };
}

function open(redisUrl: string, heard: string[], onSubscribed = () => {}): HintBus {
  const bus = createHintBus({
    redis: { url: redisUrl },
    logger: silentLogger,
    listener: { environmentsChanged: (ids) => heard.push(...ids), keysChanged: (id) => heard.push(id) },
    onSubscribed,
  });
  onTestFinished(() => bus.close());
  return bus;
}

it('subscribes again after Redis cuts connections during a subscription, and receives hints afterwards', async () => {
  const cutter = await createSubscriptionCutter(3);
  onTestFinished(() => void cutter.close());
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));

  const heard: string[] = [];
  let subscriptions = 0;
  open(cutter.url, heard, () => {
    subscriptions += 1;
  });
  await eventually('the first subscription is confirmed', () => subscriptions === 1);
  cutter.cutNext();
  await server.kill();
  await server.start();
  await eventually('three connections were cut', () => cutter.state.cuts === 3, 20_000);
  await eventually('a later subscription is confirmed', () => subscriptions > 1, 20_000);
  expect(unhandled).toEqual([]);

  const other = open(server.url, []);
  await eventually('a hint arrives', () => {
    other.notifier.environmentsChanged([ID]);
    return heard.includes(ID);
  });
});

it('passes on the hints of other control planes, not its own', async () => {
  const [heardByOne, heardByOther]: [string[], string[]] = [[], []];
  let subscriptions = 0;
  const subscribed = () => {
    subscriptions += 1;
  };
  const one = open(server.url, heardByOne, subscribed);
  const other = open(server.url, heardByOther, subscribed);
  await eventually('both are subscribed', () => subscriptions === 2);
  one.notifier.environmentsChanged([ID]);
  one.notifier.keysChanged(ID);
  await eventually('the other one has both', () => heardByOther.length === 2);
  other.notifier.environmentsChanged([OTHER_ID]);
  await eventually('a hint of the other one arrives', () => heardByOne.length > 0);
  expect(heardByOne).toEqual([OTHER_ID]);
});

it('warns once if the account may not use the channels', async () => {
  const admin = new Redis(server.url);
  onTestFinished(() => admin.disconnect());
  await admin.call('ACL', 'SETUSER', 'limited', 'on', '>secret', '~*', '+@all', 'resetchannels');
  const warnings: string[] = [];
  const url = new URL(server.url);
  url.username = 'limited';
  url.password = 'secret';
  const bus = createHintBus({
    redis: { url: url.href },
    logger: { ...silentLogger, warn: (message) => warnings.push(message) },
    listener: { environmentsChanged: () => {}, keysChanged: () => {} },
    onSubscribed: () => {},
  });
  onTestFinished(() => bus.close());
  const refusals = () => warnings.filter((message) => message.startsWith('Redis refuses the subscription'));
  await eventually('the refusal is logged', () => refusals().length === 1);
  await admin.client('KILL', 'USER', 'limited');
  await eventually('it has tried again', async () => {
    const log = JSON.stringify(await admin.call('ACL', 'LOG'));
    return /"count",[2-9],"reason","channel"/.test(log);
  });
  expect(refusals()).toHaveLength(1);
});
