import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup, type ManagedProcess } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';

const group = createProcessGroup();
const folder = mkdtempSync(join(tmpdir(), 'sf-restart-'));
let database: TestDatabase;
let redis: RedisServer;
let controlPlane: RunningControlPlane;
let edge: RunningServer;
let projectId: string;
let serverKey: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  controlPlane = await startControlPlane(group, {
    databaseUrl: database.url,
    redisUrl: redis.url,
    adminToken: newAdminToken(),
  });
  const { api } = controlPlane;
  projectId = (await api.createProject('Restarts')).id;
  await api.createEnvironment(projectId, 'eu');
  await api.createEnvironment(projectId, 'us');
  await api.createFlag(projectId, { key: 'banner' });
  await api.configure(projectId, 'banner', 'eu', { enabled: true, defaultValue: true, rules: [] });
  serverKey = (await api.createKey(projectId, { kind: 'server', environmentKey: 'eu' })).secret;
  const relayKey = (await api.createKey(projectId, { kind: 'relay' })).secret;
  edge = await startNodeEdge(group, {
    upstreamUrl: controlPlane.url,
    relayKey,
    env: { STATE_DIR: folder },
  });
});

afterAll(async () => {
  await group.stopAll();
  await redis?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => readdirSync(folder).sort();
const flagFiles = () => files().filter((name) => /^flags-.*\.state$/.test(name));
const ask = () => evaluateAt(edge.url, serverKey, { flagKey: 'banner', context: {} });
const versionOf = async () => (await ask()).headers.get('flags-version');

async function restartAfterCrash(process: ManagedProcess): Promise<void> {
  await process.kill();
  await process.start();
}

describe('an edge with a folder of its own', () => {
  it('keeps one file for each environment, readable by its own account only', async () => {
    await eventually('two files of flags', () => flagFiles().length === 2);
    for (const name of files()) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('serves from its files after a crash while everything else is down, with their age', async () => {
    const { api } = controlPlane;
    await api.configure(projectId, 'banner', 'eu', { defaultValue: false });
    await eventually('the change arrives', async () => (await ask()).body.value === false);
    const version = await versionOf();
    await eventually('it is written', () =>
      flagFiles().some((name) =>
        readFileSync(join(folder, name), 'utf8').includes(`"position":"${version}"`),
      ),
    );
    await controlPlane.process.kill();
    await restartAfterCrash(edge.process);

    const answer = await ask();
    expect(answer).toMatchObject({ status: 200, body: { value: false } });
    expect(answer.headers.get('flags-version')).toBe(version);
    const unknown = await evaluateAt(edge.url, `sf_srv_${'x'.repeat(43)}`, { flagKey: 'banner' });
    expect(unknown.status).toBe(401);
    const old = Number((await ask()).headers.get('flags-age'));
    await eventually('the age grows', async () => Number((await ask()).headers.get('flags-age')) > old);
  });

  it('resumes from its position once the control plane is back', async () => {
    await controlPlane.process.start();
    await controlPlane.api.configure(projectId, 'banner', 'eu', { defaultValue: true });
    await eventually('the change arrives', async () => (await ask()).body.value === true, 20_000);
  });

  it('refuses a damaged file with one line, sets it aside, and loads the flags from its upstream', async () => {
    const [name = ''] = flagFiles();
    await edge.process.kill();
    for (const flagFile of flagFiles()) writeFileSync(join(folder, flagFile), 'garbage');
    const before = edge.process.output().length;
    await edge.process.start();
    expect(await ask()).toMatchObject({ status: 200, body: { value: true } });
    const lines = edge.process
      .output()
      .slice(before)
      .split('\n')
      .filter((line) => line.includes(name));
    expect(lines).toEqual([expect.stringContaining('it is not a state file of an edge')]);
    expect(files()).toContain(`${name}.refused`);
    await eventually('written anew', () => flagFiles().length === 2);
  });

  it('erases the file of a deleted environment, and what was set aside of it', async () => {
    await controlPlane.api.deleteEnvironment(projectId, 'us');
    await eventually(
      'one file of flags',
      () => files().filter((name) => name.startsWith('flags-')).length <= 2,
    );
    await eventually('one environment left', () => flagFiles().length === 1);
  });
});
