import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { postEvaluate } from '../support/edge-client.ts';
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

const group = createProcessGroup();
const folder = mkdtempSync(join(tmpdir(), 'sf-logs-'));
const adminToken = newAdminToken();
let database: TestDatabase;
let redis: RedisServer;
let controlPlane: RunningControlPlane;
let edge: RunningServer;
let serverKey: string;
let relayKey: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  controlPlane = await startControlPlane(group, {
    databaseUrl: database.url,
    redisUrl: redis.url,
    adminToken,
    env: { LOG_LEVEL: 'debug' },
  });
  const { api } = controlPlane;
  const { id } = await api.createProject('Logs');
  await api.createEnvironment(id, 'production');
  await api.createFlag(id, { key: 'banner' });
  serverKey = (await api.createKey(id, { kind: 'server', environmentKey: 'production' })).secret;
  relayKey = (await api.createKey(id, { kind: 'relay' })).secret;
  edge = await startNodeEdge(group, {
    upstreamUrl: controlPlane.url,
    relayKey,
    env: { LOG_LEVEL: 'debug', STATE_DIR: folder },
  });
});

afterAll(async () => {
  await group.stopAll();
  await redis?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Each is sent somewhere below; none may come out again in a log. */
const SECRETS = {
  targetingKey: 'person-zq81',
  attribute: 'mail-zq82@example.org',
  query: 'query-zq83',
  guessedKey: `sf_srv_${'zq84'.padEnd(43, 'x')}`,
  body: 'body-zq85',
  header: 'header-zq86',
  password: 'password-zq87',
};

it('logs of both processes contain no key, context, query, body or header, whatever fails', async () => {
  const { targetingKey, attribute, query, guessedKey, body, header, password } = SECRETS;
  const context = { targetingKey, email: attribute };
  const both = async (path: string, init: RequestInit = {}) => {
    for (const { url } of [edge, controlPlane]) {
      await fetch(`${url}${path}?token=${query}`, {
        ...init,
        headers: { 'x-secret': header, ...init.headers },
      }).then((response) => response.body?.cancel());
    }
  };
  const post = (key: string, text: string) => ({
    method: 'POST',
    body: text,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
  await postEvaluate(edge.url, serverKey, JSON.stringify({ flagKey: 'banner', context }));
  await postEvaluate(edge.url, serverKey, JSON.stringify({ flagKey: 'unknown', context }));
  await postEvaluate(edge.url, guessedKey, JSON.stringify({ flagKey: 'banner', context }));
  await postEvaluate(edge.url, serverKey, `{"${body}": `);
  for (const path of ['/evaluate', '/events', '/api/projects', '/ofrep/v1/evaluate/flags', '/nowhere']) {
    await both(path);
    for (const key of [serverKey, guessedKey, adminToken]) {
      await both(path, post(key, `{"broken ${body}`));
      await both(path, post(key, JSON.stringify({ context, password, email: attribute, name: body })));
    }
  }
  await both('/stream', { headers: { authorization: `Bearer ${guessedKey}`, 'last-event-id': header } });

  // The upstream stops and starts, files are damaged, and both shut down gracefully.
  await controlPlane.process.kill();
  await postEvaluate(edge.url, serverKey, JSON.stringify({ flagKey: 'banner', context }));
  await eventually('the edge notices', () => edge.process.output().includes('upstream stream is down'));
  await edge.process.stop();
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), `broken ${body}`);
  edge.process.launch();
  await eventually('the edge refuses its files', () => edge.process.output().includes('set aside'));
  await controlPlane.process.start();
  await eventually('the edge is back', async () => (await fetch(`${edge.url}/health/ready`)).ok);
  await Promise.all([edge.process.stop(), controlPlane.process.stop()]);

  const output = edge.process.output() + controlPlane.process.output();
  expect(output.split('\n').length).toBeGreaterThan(10);
  const told = Object.entries({ ...SECRETS, serverKey, relayKey, adminToken }).filter(([, secret]) =>
    output.includes(secret),
  );
  expect(told).toEqual([]);
  for (const prefix of ['sf_srv_', 'sf_cli_', 'sf_rly_', 'sf_api_']) {
    expect(output).not.toMatch(new RegExp(`${prefix}[A-Za-z0-9_-]{16}`));
  }
  expect(output).not.toContain(new URL(database.url).password || 'no password to look for');
});
