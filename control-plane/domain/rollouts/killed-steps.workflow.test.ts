import { randomBytes, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestBelow } from '../../../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createCuttableProxy } from '../../../test/support/tcp-proxy.ts';
import type { DomainDeps } from '../change/change.ts';
import { rebuildState } from '../history/rebuild-state.ts';
import { applyDueSteps } from './apply-due-steps.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;
let projectId: string;
let changeSetId: string;

const STEPS = 50;
const call = requestBelow(
  () => plane.request,
  () => `/api/projects/${projectId}` as const,
);

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
  projectId = await createProject(plane.api, ['production']);
  await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
  const configuration = '/flags/checkout/environments/production';
  const [rule] = (await call('GET', configuration)).body.rules;
  if (rule === undefined) throw new Error('the flag has no rule');
  await call('PATCH', configuration, { enabled: true, rules: [{ ...rule, serve: { variation: 'off' } }] });
  changeSetId = (await call('POST', '/change-sets', { name: 'Release' })).body.id;
  const steps = Array.from({ length: STEPS }, (_, index) => ({
    weight: 2_000 * (index + 1),
    waitSeconds: index === STEPS - 1 ? 0 : 86_400,
  }));
  const plan = { flagKey: 'checkout', environmentKey: 'production', ruleId: rule.id, variation: 'on', steps };
  expect((await call('PUT', `/change-sets/${changeSetId}/rollout`, plan)).status).toBe(200);
  expect((await call('POST', `/change-sets/${changeSetId}/rollout/start`)).status).toBe(200);
  // From here on only the test applies steps.
  await plane.controlPlane.stop();
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

const depsOf = (connection: postgres.Sql): DomainDeps => ({
  sql: connection,
  notifier: { environmentsChanged() {}, keysChanged() {} },
  random: Math.random,
  randomUuid: randomUUID,
  randomBytes,
  now: Date.now,
});

/** What each step that was applied has left, and what the tables say. */
async function readOutcome() {
  const [row] = await sql<{ applied: number; entries: number; versions: boolean; weight: number }[]>`
    select
      (select count(*)::int from rollout_steps where change_set_id = ${changeSetId} and applied_at is not null) as applied,
      (select count(*)::int from change_sets where rollout_of = ${changeSetId}) as entries,
      (select count(*) from change_set_environments) = (select sum(version) from environments) as versions,
      (select (variation_id_or_rollout #>> '{rollout,variations,0,weight}')::int from targeting_rules) as weight`;
  return row;
}

it('a control plane that dies at any statement of a step applies it or not; another one applies it once', async () => {
  const outcomes = new Set<string>();
  let applied = 1;
  for (let statement = 1; applied < STEPS; statement += 1) {
    await sql`
      update rollout_steps set due_at = now()
      where change_set_id = ${changeSetId} and due_at is not null and applied_at is null`;
    const isLost = await applyAndDie(statement);
    await expect.poll(locksHeld).toBe(0);
    const between = await readOutcome();
    outcomes.add(`${isLost ? 'lost' : 'answered'}, ${between?.applied === applied ? 'planned' : 'applied'}`);
    const rest = await applyDueSteps(depsOf(sql));
    expect(rest).toEqual({ applied: between?.applied === applied ? 1 : 0, failed: 0 });
    applied += 1;
    expect(await readOutcome()).toEqual({
      applied,
      entries: applied,
      versions: true,
      weight: 2_000 * applied,
    });
    if (!isLost) break;
  }
  expect(outcomes).toContain('lost, planned');
  expect(outcomes).toContain('answered, applied');
  const rebuilt = (await rebuildState(sql, { projectId })).flags.get('checkout');
  expect(rebuilt?.configurations.get('production')?.rules[0]?.serve).toMatchObject({
    rollout: { variations: [{ variation: 'on', weight: 2_000 * applied }, { variation: 'off' }] },
  });
});

it('many control planes at the same time apply a step once', async () => {
  const before = await readOutcome();
  await sql`
    update rollout_steps set due_at = now()
    where change_set_id = ${changeSetId} and due_at is not null and applied_at is null`;
  const connections = Array.from({ length: 8 }, () =>
    postgres(plane.database.url, { max: 1, onnotice: () => {} }),
  );
  const outcomes = await Promise.all(connections.map((connection) => applyDueSteps(depsOf(connection))));
  await Promise.all(connections.map((connection) => connection.end()));
  expect(outcomes.reduce((sum, outcome) => sum + outcome.applied, 0)).toBe(1);
  expect(outcomes.every(({ failed }) => failed === 0)).toBe(true);
  const applied = (before?.applied ?? 0) + 1;
  expect(await readOutcome()).toMatchObject({ applied, entries: applied, versions: true });
});

it('after an outage late steps follow each other with their waits', async () => {
  await sql`
    update rollout_steps set due_at = now() - interval '10 days'
    where change_set_id = ${changeSetId} and due_at is not null and applied_at is null`;
  expect(await applyDueSteps(depsOf(sql))).toEqual({ applied: 1, failed: 0 });
  expect(await applyDueSteps(depsOf(sql))).toEqual({ applied: 0, failed: 0 });
  const [row] = await sql`
    select due_at - (select max(applied_at) from rollout_steps) = interval '86400 s' as waits
    from rollout_steps where change_set_id = ${changeSetId} and due_at is not null and applied_at is null`;
  expect(row).toEqual({ waits: true });
});

async function locksHeld(): Promise<number | undefined> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_locks l join pg_class c on c.oid = l.relation
    where c.relname = 'change_sets' and l.mode like '%Exclusive%' and l.pid <> pg_backend_pid()`;
  return row?.count;
}

/** The first one reads the types of arrays, the second one opens the connection. */
const OPENING_STATEMENTS = 2;

/** Applies the due step over a connection that is cut when it sends a statement. @returns whether it was cut */
async function applyAndDie(statement: number): Promise<boolean> {
  const proxy = await createCuttableProxy(plane.database.url);
  let sent = 0;
  let isLost = false;
  const dying = postgres(proxy.url, {
    max: 1,
    debug: () => {
      sent += 1;
      if (sent !== statement + OPENING_STATEMENTS) return;
      isLost = true;
      proxy.cut();
    },
  });
  await dying`select 1`;
  expect(sent).toBe(OPENING_STATEMENTS);
  await applyDueSteps(depsOf(dying)).catch((error: unknown) => {
    if (!isLost) throw error;
  });
  await dying.end({ timeout: 0 });
  await proxy.close();
  return isLost;
}
