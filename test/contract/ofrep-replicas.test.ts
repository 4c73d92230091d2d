import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { openStream } from '../support/sse-client.ts';
import { newAdminToken, startControlPlane, startNodeEdge, startWorkerEdge } from '../support/system.ts';
import { bulkAt, type OfrepAnswer } from './ofrep-client.ts';

const group = createProcessGroup();
const context = { targetingKey: 'u-1', plan: 'free' };
let edges: readonly { readonly name: string; readonly url: string }[];
let clientKey: string;
let database: TestDatabase;
let redis: RedisServer;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  const controlPlane = await startControlPlane(group, {
    databaseUrl: database.url,
    redisUrl: redis.url,
    adminToken: newAdminToken(),
  });
  const { api } = controlPlane;
  const { id } = await api.createProject('Shop');
  await api.createEnvironment(id, 'production');
  await api.createFlag(id, { key: 'banner', clientSide: true });
  await api.configure(id, 'banner', 'production', { enabled: true });
  clientKey = (await api.createKey(id, { kind: 'client', environmentKey: 'production' })).secret;
  const relayKey = (await api.createKey(id, { kind: 'relay' })).secret;
  const direct = { upstreamUrl: controlPlane.url, relayKey };
  const [node, worker] = await Promise.all([startNodeEdge(group, direct), startWorkerEdge(group, direct)]);
  const chained = await startNodeEdge(group, { name: 'chained edge', upstreamUrl: node.url, relayKey });
  edges = [
    { name: 'Node', url: node.url },
    { name: 'Workers', url: worker.url },
    { name: 'Node, behind another edge', url: chained.url },
  ];
});
afterAll(async () => {
  await group.stopAll();
  await redis?.stop();
  await database?.drop();
});

/**
 * What every edge answers, once all of them have the same state; repeated if the validity of a token ended in between.
 */
async function sameAnswers(): Promise<readonly OfrepAnswer[]> {
  return eventually('all answer alike', async () => {
    const answers = await Promise.all(edges.map(({ url }) => bulkAt(url, { key: clientKey, context })));
    return new Set(answers.map(({ headers }) => headers.get('etag'))).size === 1 && answers;
  });
}

describe('several edges, whatever they run on', () => {
  it('answer the same bytes with the same tag, and take it from each other', async () => {
    const answers = await sameAnswers();
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.body.flags).toMatchObject([{ key: 'banner', value: true }]);
    const etag = answers[0]?.headers.get('etag') ?? '';
    for (const { name, url } of edges) {
      const again = await bulkAt(url, { key: clientKey, context, headers: { 'if-none-match': etag } });
      expect([name, again.status]).toEqual([name, 304]);
    }
  });

  it('take the streams that the others offer', async () => {
    const [answer] = await sameAnswers();
    const { requestUri = '' } = answer?.body.eventStreams?.[0]?.endpoint ?? {};
    for (const { name, url } of edges) {
      const stream = await openStream(url + requestUri);
      expect([name, stream.status]).toEqual([name, 200]);
      const { data } = await stream.until('a notice', () => true);
      expect(JSON.parse(data).etag).toBe(answer?.headers.get('flags-version'));
      stream.close();
    }
  });
});
