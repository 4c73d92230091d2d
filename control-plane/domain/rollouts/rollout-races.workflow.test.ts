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
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';
import { rebuildState } from '../history/rebuild-state.ts';

let plane: TestControlPlane;
let second: ControlPlane;
let sql: postgres.Sql;
let projectId: string;
let ruleId: string;
/** One for each of two control planes. */
let apis: readonly ApiCall[];

const STEPS = 10;

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
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await second.stop();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production']);
  await on(0, 'POST', '/flags', { key: 'checkout', type: 'boolean' });
  const [rule] = (await on(0, 'GET', configuration)).body.rules;
  ruleId = rule.id;
  await on(0, 'PATCH', configuration, { enabled: true, rules: [{ ...rule, serve: { variation: 'off' } }] });
});

const configuration = '/flags/checkout/environments/production';
const on = (index: number, method: string, path: string, body?: unknown) =>
  (apis[index % apis.length] ?? plane.api)(method, `/api/projects/${projectId}${path}`, body);

/** A running rollout whose next step is due in a day. */
async function started(): Promise<string> {
  const { body } = await on(0, 'POST', '/change-sets', { name: 'Release' });
  const path = `/change-sets/${body.id}/rollout`;
  const steps = Array.from({ length: STEPS }, (_, index) => ({
    weight: 1_000 * (index + 1),
    waitSeconds: index === STEPS - 1 ? 0 : 86_400,
  }));
  const target = { flagKey: 'checkout', environmentKey: 'production', ruleId, variation: 'on' };
  await on(0, 'PUT', path, { ...target, steps });
  expect((await on(1, 'POST', `${path}/start`)).status).toBe(200);
  return path;
}

/** Makes the next step due now, for every control plane. */
const makeDue = (path: string) => sql`
  update rollout_steps set due_at = now()
  where change_set_id = ${idOf(path)} and due_at is not null and applied_at is null`;

const idOf = (path: string) => path.split('/').at(-2) ?? '';
const appliedSteps = (steps: readonly { state: string }[]) =>
  steps.filter(({ state }) => state === 'applied').length;

/** Steps are applied once each and in their order; the rule serves the share of the last one, or what it did before. */
async function assertConsistent(path: string, isReverted = false): Promise<number> {
  const { steps } = (await on(0, 'GET', path)).body;
  const applied = appliedSteps(steps);
  const numbers = steps.slice(0, applied).map(({ number }: { number: number }) => number);
  expect(numbers).toEqual([...numbers].sort((left: number, right: number) => left - right));
  const [row] = await sql`
    select
      (select count(*)::int from change_sets where rollout_of = ${idOf(path)}) as entries,
      (select count(*) = max(number) from change_sets where project_id = ${projectId} and number is not null) as gapless,
      (select count(*) from change_set_environments v join environments e on e.id = v.environment_id
        where e.project_id = ${projectId})
      = (select sum(version) from environments where project_id = ${projectId}) as versions`;
  expect(row).toEqual({ entries: applied, gapless: true, versions: true });
  const { serve } = (await on(1, 'GET', configuration)).body.rules[0];
  if (isReverted) expect(serve).toEqual({ variation: 'off' });
  else expect(serve.rollout.variations[0]).toEqual({ variation: 'on', weight: 1_000 * applied });
  const rebuilt = (await rebuildState(sql, { projectId })).flags.get('checkout');
  expect(rebuilt?.configurations.get('production')?.rules[0]?.serve).toEqual(serve);
  return applied;
}

it('starting at the same time starts once', async () => {
  const { body } = await on(0, 'POST', '/change-sets', { name: 'Release' });
  const path = `/change-sets/${body.id}/rollout`;
  const target = { flagKey: 'checkout', environmentKey: 'production', ruleId, variation: 'on' };
  await on(0, 'PUT', path, { ...target, steps: [{ weight: 1_000, waitSeconds: 60 }, { weight: 2_000 }] });
  const answers = await Promise.all([0, 1, 0, 1].map((index) => on(index, 'POST', `${path}/start`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  expect(await assertConsistent(path)).toBe(1);
});

it('advancing at the same time, while the step is due, applies each step once', async () => {
  const path = await started();
  await makeDue(path);
  const answers = await Promise.all([0, 1, 0, 1].map((index) => on(index, 'POST', `${path}/advance`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  // Each request applies the step that is next then; the due one is applied by a request or by its time.
  expect([5, 6]).toContain(await assertConsistent(path));
});

it('pausing, resuming and stopping against a step that is due: the step is applied before, or not at all', async () => {
  for (let round = 0; round < 4; round += 1) {
    const path = await started();
    await makeDue(path);
    await new Promise((resolve) => setTimeout(resolve, round * 120));
    const [paused] = await Promise.all([on(0, 'POST', `${path}/pause`), on(1, 'POST', `${path}/advance`)]);
    expect(paused.status).toBe(200);
    const applied = await assertConsistent(path);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await assertConsistent(path)).toBe(applied);
    await on(1, 'POST', `${path}/resume`, { immediately: true });
    const stopped = await on(0, 'POST', `${path}/stop`, { revert: true });
    expect(stopped.status).toBe(200);
    const last = await assertConsistent(path, true);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await assertConsistent(path, true)).toBe(last);
  }
});

it('an edit of the rule against a step that is due: one comes first, and nothing is overwritten', async () => {
  for (let round = 0; round < 4; round += 1) {
    const path = await started();
    const [rule] = (await on(0, 'GET', configuration)).body.rules;
    await makeDue(path);
    await new Promise((resolve) => setTimeout(resolve, round * 150));
    const serve = { variation: round % 2 === 0 ? 'on' : 'off' };
    const edited = await on(round, 'PATCH', configuration, { rules: [{ ...rule, serve }] });
    expect(edited.status).toBe(200);
    await makeDue(path);
    await expect.poll(async () => (await on(0, 'GET', path)).body.state).toBe('stopped');
    const { reason, steps } = (await on(1, 'GET', path)).body;
    expect(reason).toMatch(/\/rules\/.* is .* now/);
    expect((await on(0, 'GET', configuration)).body.rules[0].serve).toEqual(serve);
    const [row] = await sql`select count(*)::int as count from change_sets where rollout_of = ${idOf(path)}`;
    expect(row?.count).toBe(appliedSteps(steps));
    await on(0, 'PATCH', configuration, { rules: [{ ...rule, serve: { variation: 'off' } }] });
  }
});
