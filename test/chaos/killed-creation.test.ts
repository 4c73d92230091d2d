import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDist } from '../../bin/build/build-dist.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { createStatementProxy, type StatementProxy, type StatementTrap } from '../support/statement-proxy.ts';
import { newAdminToken, type RunningControlPlane, startControlPlane } from '../support/system.ts';

/** A control plane is killed while it creates something, and a new process gets the same request with the same key. */
const group = createProcessGroup();
let database: TestDatabase;
let proxy: StatementProxy;
let plane: RunningControlPlane;
let sql: postgres.Sql;

beforeAll(async () => {
  [database] = await Promise.all([createTestDatabase(), buildDist({ onlyIfStale: true })]);
  proxy = await createStatementProxy(database.url);
  plane = await startControlPlane(group, {
    databaseUrl: proxy.url,
    adminToken: newAdminToken(),
    module: 'dist/control-plane.mjs',
  });
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await group.stopAll();
  await proxy?.close();
  await database?.drop();
});

const create = (name: string) =>
  plane.api.call('POST', '/api/projects', { name }, { 'idempotency-key': name });

async function projectsNamed(name: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`select id from projects where name = ${name}`;
  return rows.map(({ id }) => id);
}

/** Sends the request; the process is killed at the commit of its change, and another one started. */
async function createAndKill(name: string, trap: Pick<StatementTrap, 'isSent'>): Promise<void> {
  const killed = new Promise<void>((resolve) => {
    proxy.arm({
      ...trap,
      statement: 'commit',
      onReached: () => void plane.process.kill().then(resolve),
    });
  });
  await expect(create(name)).rejects.toThrow('fetch failed');
  await killed;
  await plane.process.start();
}

/** The minute has passed for which an attempt holds its key. */
const endMinute = (key: string) =>
  sql`update idempotency_keys set locked_until = now() where key = ${key} and locked_until > now()`;

it('killed after the commit and before the answer: the same request gets the id, and creates nothing again', async () => {
  await createAndKill('Committed', { isSent: true });
  await eventually('it is committed', async () => (await projectsNamed('Committed')).length === 1);
  const [id] = await projectsNamed('Committed');
  // The first process could still be about to keep its answer.
  const early = await create('Committed');
  expect(early).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_IN_USE' } });
  expect(early.headers.get('retry-after')).toBe('1');

  await endMinute('Committed');
  for (let time = 0; time < 2; time += 1) {
    expect(await create('Committed')).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_CREATED', resourceId: id },
    });
  }
  expect(await projectsNamed('Committed')).toEqual([id]);
  expect((await plane.api.call('GET', `/api/projects/${id}`)).status).toBe(200);
});

it('killed before the commit: the same request is carried out once the minute has passed, and answered again', async () => {
  await createAndKill('Lost', { isSent: false });
  expect(await projectsNamed('Lost')).toEqual([]);
  const early = await create('Lost');
  expect(early).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_IN_USE' } });
  expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(1);

  await endMinute('Lost');
  const created = await create('Lost');
  expect(created.status).toBe(201);
  const again = await create('Lost');
  expect(again).toMatchObject({ status: 201, body: created.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await projectsNamed('Lost')).toEqual([created.body.id]);
});
