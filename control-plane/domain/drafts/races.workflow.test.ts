import { randomBytes, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { type ApiCall, createManagementApi } from '../../../test/support/management-api.ts';
import { createCuttableProxy } from '../../../test/support/tcp-proxy.ts';
import { callerWithRole } from '../../model/role.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';
import { rebuildState } from '../history/rebuild-state.ts';
import { createChangeSets } from './change-sets.ts';

let plane: TestControlPlane;
let second: ControlPlane;
let sql: postgres.Sql;
let projectId: string;
/** One for each of two control planes. */
let apis: readonly ApiCall[];
let reviewer: ApiCall;

beforeAll(async () => {
  plane = await startTestControlPlane();
  second = await startControlPlane(
    {
      databaseUrl: plane.database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: ADMIN_TOKEN,
    },
    { logger: silentLogger },
  );
  apis = [plane.api, createManagementApi(second.url, ADMIN_TOKEN).call];
  const user = { email: 'reviewer@example.org', name: 'Reviewer', role: 'admin' };
  const { body } = await plane.api('POST', '/api/users', user);
  const token = await plane.api('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
  reviewer = createManagementApi(second.url, token.body.token).call;
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await second.stop();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production']);
  await on(0, 'POST', '/flags', { key: 'checkout', type: 'boolean' });
});

const on = (index: number, method: string, path: string, body?: unknown) =>
  (apis[index % apis.length] ?? plane.api)(method, `/api/projects/${projectId}${path}`, body);

const change = (patch: object) => ({
  kind: 'configuration.update',
  flagKey: 'checkout',
  environmentKey: 'production',
  patch,
});

async function draft(...operations: readonly object[]): Promise<string> {
  const { body } = await on(0, 'POST', '/change-sets', { name: 'Release', operations });
  return `/change-sets/${body.id}`;
}

/** What must hold whatever happened: history, versions and audit tell of the same changes, and rebuild the tables. */
async function assertConsistent(): Promise<void> {
  const [row] = await sql`
    select
      (select count(*) = max(number) from change_sets where project_id = ${projectId} and number is not null) as gapless,
      (select count(*) from change_set_environments v join environments e on e.id = v.environment_id
        where e.project_id = ${projectId})
      = (select sum(version) from environments where project_id = ${projectId}) as versions,
      (select count(*) from audit_logs where project_id = ${projectId} and resource_type = 'flag_environment')
      = (select count(*) from change_sets where project_id = ${projectId}
          and jsonb_path_exists(diff, '$[*] ? (exists (@.environmentKey) && @.member == "enabled" && exists (@.before) || @.member == "defaultValue" && exists (@.before))')
        ) as audit`;
  expect(row).toEqual({ gapless: true, versions: true, audit: true });
  const { body } = await on(0, 'GET', '/flags/checkout/environments/production');
  const rebuilt = (await rebuildState(sql, { projectId })).flags
    .get('checkout')
    ?.configurations.get('production');
  expect(rebuilt).toMatchObject({
    enabled: body.enabled,
    defaultValue: body.defaultValue,
    rules: body.rules,
  });
}

it('two control planes that apply one draft apply it once', async () => {
  const path = await draft(change({ enabled: true }));
  const answers = await Promise.all([0, 1, 0, 1].map((index) => on(index, 'POST', `${path}/apply`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  await assertConsistent();
});

it('drafts and direct edits at the same time overwrite nothing: each is merged, or is refused', async () => {
  const paths = await Promise.all(
    [true, null, true, null].map((defaultValue) => draft(change({ defaultValue }))),
  );
  const [applied, edits] = await Promise.all([
    Promise.all(paths.map((path, index) => on(index, 'POST', `${path}/apply`))),
    Promise.all(
      [true, false, true].map((enabled, index) =>
        on(index, 'PATCH', '/flags/checkout/environments/production', { enabled }),
      ),
    ),
  ]);
  expect(edits.map(({ status }) => status)).toEqual([200, 200, 200]);
  // One of them is the first. The draft that wants the same value finds it there; the other two are in conflict.
  expect(applied.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
  await assertConsistent();
});

it('an approval against an edit: what is applied is what was approved', async () => {
  await on(0, 'PUT', '/environments/production/protection', { approvals: 1 });
  for (let round = 0; round < 5; round += 1) {
    const path = await draft(change({ enabled: round % 2 === 0 }));
    await on(0, 'POST', `${path}/request-review`);
    const { diffHash } = (await on(1, 'GET', `${path}/diff`)).body;
    await Promise.all([
      reviewer('POST', `/api/projects/${projectId}${path}/approvals`, { diffHash }),
      on(0, 'POST', `${path}/operations`, { operations: [change({ defaultValue: true })] }),
    ]);
    const applied = await on(1, 'POST', `${path}/apply`);
    expect(applied.status === 409 || applied.body.diffHash === diffHash).toBe(true);
  }
  await assertConsistent();
});

it('a revert against the schedule, and a second revert: one of each kind wins', async () => {
  const path = await draft(change({ enabled: true }));
  await on(0, 'POST', `${path}/apply`);
  const reverts = await Promise.all([0, 1].map((index) => on(index, 'POST', `${path}/revert`)));
  const [first, other] = reverts.map(({ body }) => `/change-sets/${body.id}`);
  await on(0, 'PUT', `${first}/schedule`, { applyAt: new Date().toISOString() });
  const answers = await Promise.all([on(1, 'POST', `${first}/apply`), on(0, 'POST', `${other}/apply`)]);
  for (const { status } of answers) expect([200, 409]).toContain(status);
  await expect.poll(async () => (await on(0, 'GET', first ?? '')).body.state).toBe('applied');
  const { body } = await on(0, 'GET', '/flags/checkout/environments/production');
  expect(body.enabled).toBe(false);
  await assertConsistent();
});

it('a connection that is lost at any statement of an apply applies all or nothing', async () => {
  const [user] = await sql<{ id: string }[]>`select id from users where role = 'admin' limit 1`;
  const outcomes = new Set<string>();
  for (let statement = 1; statement < 60; statement += 1) {
    const enabled = statement % 2 === 1;
    await on(0, 'PATCH', '/flags/checkout/environments/production', { enabled: !enabled });
    const path = await draft(change({ enabled }), {
      kind: 'segment.create',
      segment: { key: `s-${statement}`, included: ['u-1'] },
    });
    const changeSetId = path.split('/').at(-1) ?? '';
    const isLost = await applyAndDie(statement, changeSetId, user?.id ?? '');
    await expect.poll(() => locksHeld()).toBe(0);
    const { body } = await on(1, 'GET', path);
    const isOn = (await on(1, 'GET', '/flags/checkout/environments/production')).body.enabled === enabled;
    const hasSegment = (await on(1, 'GET', `/segments/s-${statement}`)).status === 200;
    expect({ isOn, hasSegment }).toEqual({
      isOn: body.state === 'applied',
      hasSegment: body.state === 'applied',
    });
    outcomes.add(`${isLost ? 'lost' : 'answered'}, ${body.state}`);
    if (!isLost) break;
  }
  expect(outcomes).toContain('lost, draft');
  expect(outcomes).toContain('answered, applied');
  await assertConsistent();
});

async function locksHeld(): Promise<number | undefined> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_locks l join pg_class c on c.oid = l.relation
    where c.relname = 'change_sets' and l.mode like '%Exclusive%' and l.pid <> pg_backend_pid()`;
  return row?.count;
}

/** Applies a draft over a connection that is cut when it sends a statement. @returns whether the connection was cut */
async function applyAndDie(statement: number, changeSetId: string, userId: string): Promise<boolean> {
  const proxy = await createCuttableProxy(plane.database.url);
  let sent = 0;
  let isLost = false;
  const dying = postgres(proxy.url, {
    max: 1,
    debug: () => {
      sent += 1;
      // The first one reads the types of arrays, the second one opens the connection.
      if (sent !== statement + OPENING_STATEMENTS) return;
      isLost = true;
      proxy.cut();
    },
  });
  await dying`select 1`;
  expect(sent).toBe(OPENING_STATEMENTS);
  const changeSets = createChangeSets({
    sql: dying,
    notifier: { environmentsChanged() {}, keysChanged() {} },
    random: Math.random,
    randomUuid: randomUUID,
    randomBytes,
    now: Date.now,
  });
  await changeSets
    .apply(callerWithRole(userId, 'admin'), { projectId, changeSetId }, undefined)
    .catch((error: unknown) => {
      if (!isLost) throw error;
    });
  await dying.end({ timeout: 0 });
  await proxy.close();
  return isLost;
}

const OPENING_STATEMENTS = 2;
