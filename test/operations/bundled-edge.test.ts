import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleEdge } from '../../bin/edge-bundle.ts';
import { EVALUATION_EVENTS_STREAM } from '../../shared/events/evaluation-event.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { newAdminToken, type RunningServer, startControlPlane, startNodeEdge } from '../support/system.ts';

const group = createProcessGroup();
/** Out of reach of the project's packages. */
const folder = mkdtempSync(join(tmpdir(), 'sf-bundle-'));
let database: TestDatabase;
let redisServer: RedisServer;
let redis: Redis;
let collector: Server;
let traces = 0;
let edge: RunningServer;
let serverKey: string;

beforeAll(async () => {
  [database, redisServer] = await Promise.all([createTestDatabase(), startRedisServer()]);
  redis = new Redis(redisServer.url);
  collector = createServer((request, response) => {
    traces += 1;
    request.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const address = collector.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { api, url } = await startControlPlane(group, {
    databaseUrl: database.url,
    adminToken: newAdminToken(),
  });
  const { id } = await api.createProject('Bundled');
  await api.createEnvironment(id, 'production');
  await api.createFlag(id, { key: 'bundled-banner' });
  serverKey = (await api.createKey(id, { kind: 'server', environmentKey: 'production' })).secret;
  const relayKey = (await api.createKey(id, { kind: 'relay' })).secret;
  edge = await startNodeEdge(group, {
    module: await bundleEdge(folder),
    upstreamUrl: url,
    relayKey,
    env: {
      REDIS_URL: redisServer.url,
      STATE_DIR: join(folder, 'state'),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    },
  });
});

afterAll(async () => {
  await group.stopAll();
  redis?.disconnect();
  await redisServer?.stop();
  collector.closeAllConnections();
  collector.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function eventsInRedis(): Promise<string> {
  return JSON.stringify(await redis.xrange(EVALUATION_EVENTS_STREAM, '-', '+'));
}

it('does what the edge does, with all that is loaded only when it is asked for', async () => {
  const answer = await evaluateAt(edge.url, serverKey, { flagKey: 'bundled-banner', context: {} });
  expect(answer.status).toBe(200);
  await eventually('events are in Redis', async () => (await eventsInRedis()).includes('bundled-banner'));
  expect(await edge.process.stop()).toBe(0);
  expect(traces).toBeGreaterThan(0);
});
