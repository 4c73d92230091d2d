import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';

/**
 * Two control planes and three edges answer without a pause: one edge sends its events to Redis, one to its control
 * plane, one to that edge. Meanwhile each control plane and Redis is killed and restarted.
 */
const group = createProcessGroup();
let database: TestDatabase;
let redis: RedisServer;
let first: RunningControlPlane;
let second: RunningControlPlane;
let edges: readonly RunningServer[];
let key: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  const shared = { databaseUrl: database.url, redisUrl: redis.url, adminToken: newAdminToken() };
  first = await startControlPlane(group, { ...shared, name: 'first control plane' });
  second = await startControlPlane(group, { ...shared, name: 'second control plane' });
  const { id: projectId } = await first.api.createProject('Shop');
  await first.api.createEnvironment(projectId, 'production');
  await first.api.createFlag(projectId, { key: 'new-checkout' });
  ({ secret: key } = await first.api.createKey(projectId, { kind: 'server', environmentKey: 'production' }));
  const { secret: relayKey } = await first.api.createKey(projectId, { kind: 'relay' });
  const env = { REDIS_URL: redis.url };
  const direct = await startNodeEdge(group, { name: 'direct', upstreamUrl: first.url, relayKey, env });
  const posting = await startNodeEdge(group, { name: 'posting', upstreamUrl: second.url, relayKey });
  const chained = await startNodeEdge(group, { name: 'chained', upstreamUrl: posting.url, relayKey });
  edges = [direct, posting, chained];
});
afterAll(async () => {
  await group.stopAll();
  await redis?.stop();
  await database?.drop();
});

it('stores one event for each evaluation, whichever process is killed on the way', {
  timeout: 120_000,
}, async () => {
  let asking = true;
  let asked = 0;
  const askUntilToldOtherwise = async ({ url }: RunningServer) => {
    for (; asking; asked += 1) {
      const answer = await evaluateAt(url, key, {
        flagKey: 'new-checkout',
        context: { targetingKey: `u-${asked}` },
      });
      expect(answer.status).toBe(200);
    }
  };
  const load = Promise.all(edges.map(askUntilToldOtherwise));
  await eventually('events are under way', () => asked > 1_000, 30_000);
  await second.process.kill();
  await redis.kill();
  await second.process.start();
  await redis.start();
  await first.process.kill();
  await first.process.start();
  await eventually('more were asked', () => asked > 2_000, 30_000);
  asking = false;
  await load;
  // The one at the end of the chain first: the others pass its events on.
  for (const edge of edges.toReversed()) expect(await edge.process.stop()).toBe(0);

  const sql = postgres(database.url, { max: 1 });
  try {
    await eventually(
      `${asked} events are stored`,
      async () => {
        const [row] = await sql<{ events: number; counted: number }[]>`
          select
            (select count(*)::int from evaluation_events) as events,
            (select coalesce(sum(evaluations), 0)::int from evaluation_rollups) as counted`;
        expect(row).toEqual({ events: asked, counted: asked });
        return true;
      },
      60_000,
    );
  } finally {
    await sql.end();
  }
});
