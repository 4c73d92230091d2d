import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type PgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { createProcessGroup } from '../support/processes.ts';
import { openStream } from '../support/sse-client.ts';
import { newAdminToken, type RunningControlPlane, startControlPlane } from '../support/system.ts';

const group = createProcessGroup();
const adminToken = newAdminToken();

describe.each([
  { mode: 'session', env: {} },
  { mode: 'transaction', env: { DATABASE_PREPARE: 'off' } },
] as const)('through PgBouncer in $mode mode', ({ mode, env }) => {
  let database: TestDatabase;
  let pooler: PgBouncer;
  let controlPlane: RunningControlPlane;
  let projectId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    pooler = await startPgBouncer(database.url, mode);
    controlPlane = await startControlPlane(group, { databaseUrl: pooler.url, adminToken, env });
    projectId = (await controlPlane.api.createProject('Shop')).id;
    await controlPlane.api.createEnvironment(projectId, 'production');
  });
  afterAll(async () => {
    await group.stopAll();
    await pooler.stop();
    await database.drop();
  });

  it('migrates and serves, also when more requests run than the pooler has connections', async () => {
    const { api } = controlPlane;
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => api.createFlag(projectId, { key: `f-${index}` })),
    );
    const listed = await api.call('GET', `/api/projects/${projectId}/flags?limit=100`);
    expect(listed.body.items).toHaveLength(30);
    expect(controlPlane.process.output()).toContain('pooler that refuses session timeouts');
  });

  it('streams changes', async () => {
    const { api, url } = controlPlane;
    const { secret } = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
    const stream = await openStream(`${url}/stream`, { key: secret });
    await expect
      .poll(() => stream.events.map(({ event }) => event), { timeout: 10_000 })
      .toEqual(['snapshot']);
    await api.createFlag(projectId, { key: 'later' });
    await expect.poll(() => stream.events.at(-1)?.event, { timeout: 10_000 }).toBe('delta');
    stream.close();
  });

  it('refuses a change that waits for a lock, in time', async () => {
    const other = postgres(database.url, { max: 1 });
    await other.begin(async (tx) => {
      await tx`select from projects where id = ${projectId} for update`;
      const beganMs = performance.now();
      const answer = await controlPlane.api.call('POST', `/api/projects/${projectId}/flags`, {
        key: 'blocked',
        type: 'boolean',
      });
      expect(answer.status).toBe(503);
      expect(performance.now() - beganMs).toBeLessThan(6_000);
    });
    await other.end();
    await controlPlane.api.createFlag(projectId, { key: 'blocked' });
  });
});
