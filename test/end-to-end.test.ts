import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { type EvaluateAnswer, type EvaluateRequest, evaluateAt } from './support/edge-client.ts';
import { eventually } from './support/eventually.ts';
import type { ManagementApi } from './support/management-api.ts';
import { createProcessGroup } from './support/processes.ts';
import { type RedisServer, startRedisServer } from './support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  startControlPlane,
  startNodeEdge,
  startWorkerEdge,
} from './support/system.ts';

/**
 * The whole path with everything real and in processes of its own: Postgres, a Redis that is killed on the
 * way, two control planes, two edges on Node (one hands its events to Redis, one to its control plane), one on Workers.
 * The steps build on each other and run in order.
 */
const group = createProcessGroup();
let database: TestDatabase;
let redis: RedisServer;
let first: RunningControlPlane;
let second: RunningControlPlane;
let api: ManagementApi;
let projectId: string;
let key: { readonly id: string; readonly secret: string };
let edges: readonly { readonly name: string; readonly url: string }[];
/** Single evaluations that edges have answered: each must become one stored event. */
let asked = 0;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  const shared = { databaseUrl: database.url, redisUrl: redis.url, adminToken: newAdminToken() };
  [first, second] = await Promise.all([
    startControlPlane(group, { ...shared, name: 'first control plane' }),
    startControlPlane(group, { ...shared, name: 'second control plane' }),
  ]);
  api = first.api;
  ({ id: projectId } = await api.createProject('Shop'));
  await api.createEnvironment(projectId, 'production');
  key = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
  const { secret: relayKey } = await api.createKey(projectId, { kind: 'relay' });
  const [direct, posting, worker] = await Promise.all([
    startNodeEdge(group, {
      name: 'edge with Redis',
      upstreamUrl: first.url,
      relayKey,
      env: { REDIS_URL: redis.url },
    }),
    startNodeEdge(group, { name: 'edge without Redis', upstreamUrl: second.url, relayKey }),
    startWorkerEdge(group, { name: 'worker', upstreamUrl: second.url, relayKey }),
  ]);
  edges = [
    { name: 'the edge with Redis', url: direct.url },
    { name: 'the edge without Redis', url: posting.url },
    { name: 'the Worker', url: worker.url },
  ];
});

afterAll(async () => {
  await group.stopAll();
  await redis?.stop();
  await database?.drop();
});

/** Every request of this file that names one flag, counted. */
async function ask(edgeUrl: string, request: EvaluateRequest): Promise<EvaluateAnswer> {
  const answer = await evaluateAt(edgeUrl, key.secret, request);
  if (answer.status === 200 || answer.status === 404) asked += 1;
  return answer;
}

/** Waits, at all edges at once, until each answers as expected. */
async function everyEdgeAnswers(expected: object, timeout = 3_000): Promise<void> {
  const request = { flagKey: 'new-checkout', context: { targetingKey: 'u-1', plan: 'premium' } };
  await Promise.all(
    edges.map(({ name, url }) =>
      eventually(
        `${name} answers ${JSON.stringify(expected)}`,
        async () => {
          expect((await ask(url, request)).body).toMatchObject(expected);
          return true;
        },
        timeout,
      ),
    ),
  );
}

describe('from a changed flag to a decided request to a stored event', () => {
  it('answers with a new flag at every edge', async () => {
    await api.createFlag(projectId, { key: 'new-checkout' });
    await everyEdgeAnswers({ value: false, reason: 'DISABLED' });
  });

  it('answers with a change at every edge, whichever control plane took it', async () => {
    await api.configure(projectId, 'new-checkout', 'production', { enabled: true });
    await everyEdgeAnswers({ value: true, variationKey: 'on', reason: 'STATIC' });
    await second.api.configure(projectId, 'new-checkout', 'production', { rules: [PREMIUM_ONLY] });
    await everyEdgeAnswers({ value: true, variationKey: 'on', reason: 'TARGETING_MATCH' });
  });

  it('answers with a change within three seconds while Redis is down', async () => {
    await redis.kill();
    await api.configure(projectId, 'new-checkout', 'production', { enabled: false });
    await everyEdgeAnswers({ value: false, reason: 'DISABLED' }, 3_000);
  });

  it('continues as before once Redis is back', async () => {
    await redis.start();
    await second.api.configure(projectId, 'new-checkout', 'production', { enabled: true });
    await everyEdgeAnswers({ value: true, reason: 'TARGETING_MATCH' });
  });

  it('does not find an archived flag at any edge', async () => {
    await api.archiveFlag(projectId, 'new-checkout');
    await everyEdgeAnswers({ errorCode: 'FLAG_NOT_FOUND' });
  });

  it('refuses a revoked key at every edge', async () => {
    await second.api.revokeKey(projectId, key.id);
    await Promise.all(
      edges.map(({ name, url }) =>
        eventually(`${name} refuses the key`, async () => {
          return (await ask(url, { flagKey: 'new-checkout' })).status === 401;
        }),
      ),
    );
  });

  it('stores one event for each of these evaluations', async () => {
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    try {
      const stored = async () => {
        const [row] = await sql<{ events: number; distinct: number; rolled: number }[]>`
          select count(*)::int as events, count(distinct event_id)::int as distinct,
            (select coalesce(sum(evaluations), 0)::int from evaluation_rollups) as rolled
          from evaluation_events where flag_key = 'new-checkout'`;
        return row;
      };
      const expected = { events: asked, distinct: asked, rolled: asked };
      await eventually(
        `${asked} events are stored`,
        async () => {
          expect(await stored()).toEqual(expected);
          return true;
        },
        20_000,
      );
      const [matched] = await sql`
        select variation_key, user_id, context from evaluation_events
        where reason = 'TARGETING_MATCH' order by event_id limit 1`;
      expect(matched).toMatchObject({ variation_key: 'on', user_id: 'u-1', context: { plan: 'premium' } });
    } finally {
      await sql.end();
    }
  });
});

const PREMIUM_ONLY = {
  priority: 1,
  description: 'premium customers',
  conditions: [{ conditionType: 'user', attribute: 'plan', operator: 'eq', values: ['premium'] }],
  serve: { variation: 'on' },
} as const;
