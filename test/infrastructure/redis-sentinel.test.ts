import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RedisSettings } from '../../shared/config/redis-variables.ts';
import { createEventFixture, type EventFixture } from '../support/control-plane/event-fixture.ts';
import { eventually } from '../support/eventually.ts';
import {
  PRIMARY_NAME,
  type SentinelDeployment,
  startSentinelDeployment,
} from '../support/redis-deployments.ts';
import { startRedisTraffic } from '../support/redis-traffic.ts';

let fixture: EventFixture;
let deployment: SentinelDeployment;
let redis: RedisSettings;

beforeAll(async () => {
  [fixture, deployment] = await Promise.all([createEventFixture(), startSentinelDeployment()]);
  const { password, hosts, sentinelPassword } = deployment;
  redis = {
    url: `redis-sentinel://:${password}@${hosts}/0?sentinelMasterId=${PRIMARY_NAME}`,
    sentinelPassword,
  };
});
afterAll(async () => {
  await deployment.stop();
  await fixture.stop();
});

it('events and hints travel over the primary that Sentinel names, and on after fail-overs', async () => {
  const traffic = startRedisTraffic(redis, fixture);
  await traffic.flowsWithin(10_000);

  const before = await deployment.primaryPort();
  await deployment.failOver();
  await eventually('there is another primary', async () => (await deployment.primaryPort()) !== before);
  await traffic.flowsWithin(10_000);
});

it('a primary that stops without closing connections is replaced, and nothing acknowledged is lost', async () => {
  const traffic = startRedisTraffic(redis, fixture);
  await traffic.flowsWithin(10_000);
  const { stored: before } = await fixture.counts();

  let acknowledged = 0;
  const primary =
    (await deployment.primaryPort()) === deployment.first.port ? deployment.first : deployment.second;
  let isOver = false;
  const sending = (async () => {
    while (!isOver) {
      if (await traffic.sendOnce(fixture.table(1))) acknowledged += 1;
      await delay(20);
    }
  })();
  await delay(500);
  primary.freeze();
  await eventually(
    'there is another primary',
    async () => (await deployment.primaryPort()) !== primary.port,
    15_000,
  );
  await traffic.flowsWithin(10_000);
  primary.thaw();
  await delay(500);
  isOver = true;
  await sending;
  await traffic.flowsWithin(10_000);
  expect(acknowledged).toBeGreaterThan(10);
  await eventually(
    'what Redis acknowledged is stored',
    async () => (await fixture.counts()).stored >= before + acknowledged + 10,
  );
});
