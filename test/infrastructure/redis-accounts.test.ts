import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup, ROOT } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';

/** What the parts ask for if they may, and do without. */
const OPTIONAL = ['client|setname', 'client|setinfo', 'client', 'role', 'config|get'];

const group = createProcessGroup();
let database: TestDatabase;
let redis: RedisServer;
let admin: Redis;
let controlPlane: RunningControlPlane;

const urlFor = (user: string) => redis.url.replace('//', `//${user}:password@`);

beforeAll(async () => {
  // As a managed Redis has it: accounts have only the documented rights, and INFO does not exist.
  [database, redis] = await Promise.all([
    createTestDatabase(),
    startRedisServer('--rename-command', 'INFO', ''),
  ]);
  admin = new Redis(redis.url, { enableReadyCheck: false });
  for (const line of documentedAccounts()) await admin.call('ACL', ...line.split(' ').slice(1));
  controlPlane = await startControlPlane(group, {
    databaseUrl: database.url,
    redisUrl: urlFor('control-plane'),
    adminToken: newAdminToken(),
  });
});
afterAll(async () => {
  await group.stopAll();
  admin.disconnect();
  await redis.stop();
  await database.drop();
});

/** The commands in docs/operations.md. */
function documentedAccounts(): readonly string[] {
  const document = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  const block = /<!-- redis accounts -->\n```\n([\s\S]*?)\n```/.exec(document)?.[1] ?? '';
  const lines = block.split('\n');
  expect(lines).toHaveLength(2);
  return lines;
}

interface Refusal {
  readonly username: string;
  readonly object: string;
}

async function refusals(): Promise<readonly Refusal[]> {
  const rows = await admin.call('ACL', 'LOG');
  return (Array.isArray(rows) ? rows : []).map((row: unknown) => {
    const fields = Array.isArray(row) ? row.map(String) : [];
    const field = (name: string) => fields[fields.indexOf(name) + 1] ?? '';
    return { username: field('username'), object: field('object') };
  });
}

const readiness = async () => {
  const response = await fetch(`${controlPlane.url}/health/ready`);
  return { status: response.status, body: await response.json() };
};

async function expectOnlyOptionalRefusals(): Promise<void> {
  const refused = await refusals();
  expect(refused.filter(({ object }) => !OPTIONAL.includes(object))).toEqual([]);
  expect(refused.map(({ username }) => username)).toEqual(expect.arrayContaining(['edge', 'control-plane']));
}

it('both parts work with the documented rights and nothing else', async () => {
  const { api } = controlPlane;
  const { id: projectId } = await api.createProject('Shop');
  await api.createEnvironment(projectId, 'production');
  await api.createFlag(projectId, { key: 'banner' });
  const { secret } = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
  const { secret: relayKey } = await api.createKey(projectId, { kind: 'relay' });
  const edge = await startNodeEdge(group, {
    upstreamUrl: controlPlane.url,
    relayKey,
    env: { REDIS_URL: urlFor('edge') },
  });
  await eventually('the flag is served', async () => {
    const { status } = await evaluateAt(edge.url, secret, {
      flagKey: 'banner',
      context: { targetingKey: 'u' },
    });
    return status === 200;
  });
  await admin.xadd('evaluation_events_stream', '*', 'events', 'not json');
  const sql = postgres(database.url, { max: 1 });
  onTestFinished(() => sql.end());
  await eventually('the event is stored', async () => {
    const rows = await sql`select 1 from evaluation_events`;
    return rows.length > 0;
  });
  await eventually(
    'the dead letter is written',
    async () => (await admin.xlen('evaluation_events_dead')) === 1,
  );
  expect(await readiness()).toEqual({ status: 200, body: { status: 'ready' } });

  const subscriber = new Redis(redis.url, { enableReadyCheck: false });
  onTestFinished(() => subscriber.disconnect());
  const hints: string[] = [];
  subscriber.on('message', (_, payload) => hints.push(payload));
  await subscriber.subscribe('environment_updates', 'project_keys_updates');
  await api.configure(projectId, 'banner', 'production', { enabled: true });
  await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
  await eventually('both kinds of hints are published', () => hints.length >= 2);

  await expectOnlyOptionalRefusals();
});

it('an account without rights on the channels is logged and in the readiness detail, and works once it has them', async () => {
  const before = controlPlane.process.output().length;
  const output = () => controlPlane.process.output().slice(before);
  await admin.call('ACL', 'SETUSER', 'control-plane', 'resetchannels');
  await eventually('readiness says so', async () => {
    const { status, body } = await readiness();
    return status === 200 && /account has no rights/.test(JSON.stringify(body));
  });
  expect(await readiness()).toEqual({
    status: 200,
    body: {
      status: 'ready',
      detail:
        'Hints do not travel because the Redis account has no rights on their channels; changes arrive by the sweep, within 2.5 s.',
    },
  });
  expect(output()).toContain('"level":"warn"');
  expect(output()).toContain('Redis refuses the subscription to hints');
  const { id } = await controlPlane.api.createProject('Other');
  await controlPlane.api.createEnvironment(id, 'production');
  await eventually('it is logged for the publisher too', () =>
    output().includes('Redis refuses to publish hints'),
  );

  await admin.call('ACL', 'SETUSER', 'control-plane', '&environment_updates', '&project_keys_updates');
  await controlPlane.api.createEnvironment(id, 'staging');
  await eventually('hints travel again', async () => {
    const { body } = await readiness();
    return JSON.stringify(body) === '{"status":"ready"}';
  });
});

it('a control plane that stops leaves the consumer group, which needs rights of its own', async () => {
  await admin.call('ACL', 'LOG', 'RESET');
  await controlPlane.process.stop();
  expect(await admin.xinfo('CONSUMERS', 'evaluation_events_stream', 'evaluation_events_store')).toEqual([]);
  expect(await refusals()).toEqual([]);
});
