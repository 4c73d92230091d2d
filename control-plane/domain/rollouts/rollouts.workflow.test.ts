import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { type ApiCall, createManagementApi } from '../../../test/support/management-api.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';
import { rebuildState } from '../history/rebuild-state.ts';

type Person = 'author' | 'approver' | 'lead';
const ROLES_OF = { author: 'editor', approver: 'editor', lead: 'admin' } as const;

let plane: TestControlPlane;
let second: ControlPlane;
let sql: postgres.Sql;
let projectId: string;
let ruleId: string;
const people = new Map<Person, { readonly id: string; readonly api: ApiCall }>();

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
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
  for (const name of ['author', 'approver', 'lead'] as const) {
    const user = { email: `${name}@example.org`, name, role: ROLES_OF[name] };
    const { body } = await plane.api('POST', '/api/users', user);
    const token = await plane.api('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
    people.set(name, { id: body.id, api: createManagementApi(second.url, token.body.token).call });
  }
});
afterAll(async () => {
  await sql.end();
  await second.stop();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production']);
  await by('author', 'POST', '/flags', { key: 'checkout', type: 'boolean' });
  const { body } = await by('author', 'GET', configuration);
  ruleId = body.rules[0].id;
  await by('author', 'PATCH', configuration, {
    enabled: true,
    rules: [{ ...body.rules[0], serve: { variation: 'off' } }],
  });
});

const configuration = '/flags/checkout/environments/production';
const person = (name: Person) => {
  const found = people.get(name);
  if (found === undefined) throw new Error(`no person ${name}`);
  return found;
};
const by = (name: Person, method: string, path: string, body?: unknown) =>
  person(name).api(method, `/api/projects/${projectId}${path}`, body);

const onRule = () => ({ flagKey: 'checkout', environmentKey: 'production', ruleId, variation: 'on' });
const describedAs = (description: string) => ({
  kind: 'flag.update',
  flagKey: 'checkout',
  patch: { description },
});

/** A draft with a rollout. @param waits between the steps, whose weights are equally far apart */
async function planned(waits: readonly number[], operations: readonly object[] = []): Promise<string> {
  const { body } = await by('author', 'POST', '/change-sets', { name: 'Release', operations });
  const path = `/change-sets/${body.id}`;
  const share = Math.floor(100_000 / (waits.length + 1));
  const steps = [...waits, 0].map((waitSeconds, index) => ({ weight: share * (index + 1), waitSeconds }));
  const put = await by('author', 'PUT', `${path}/rollout`, { ...onRule(), steps });
  expect(put.status, JSON.stringify(put.body)).toBe(200);
  return path;
}

async function started(waits: readonly number[], operations: readonly object[] = []): Promise<string> {
  const path = await planned(waits, operations);
  const answer = await by('author', 'POST', `${path}/rollout/start`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return path;
}

async function textOf(path: string): Promise<string> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, accept: 'text/plain' };
  return (await fetch(`${plane.controlPlane.url}/api/projects/${projectId}${path}`, { headers })).text();
}

const rolloutOf = async (path: string) => (await by('author', 'GET', `${path}/rollout`)).body;
const stateOf = async (path: string) => (await by('author', 'GET', path)).body.state;
const ended = (path: string) =>
  eventually('the end of the rollout', async () => {
    const body = await rolloutOf(path);
    return body.endedAt === null ? false : body;
  });
const applied = (path: string, count: number) =>
  eventually('the step', async () => {
    const { steps } = await rolloutOf(path);
    return steps.filter(({ state }: { state: string }) => state === 'applied').length >= count;
  });
const stepStates = ({ steps }: { steps: { state: string }[] }) => steps.map(({ state }) => state);
const servedNow = async () => (await by('author', 'GET', configuration)).body.rules[0].serve;
const shareOfOn = (weight: number) => ({
  rollout: {
    variations: [
      { variation: 'on', weight },
      { variation: 'off', weight: 100_000 - weight },
    ],
  },
});

/** History, tables and versions tell of the same changes, and each step is an entry once. */
async function assertConsistent(path: string, entries: number): Promise<void> {
  const id = path.split('/').at(-1) ?? '';
  const [row] = await sql`
    select
      (select count(*) = max(number) from change_sets where project_id = ${projectId} and number is not null) as gapless,
      (select count(*)::int from change_sets where rollout_of = ${id}) as entries,
      (select count(*) from change_set_environments v join environments e on e.id = v.environment_id
        where e.project_id = ${projectId})
      = (select sum(version) from environments where project_id = ${projectId}) as versions`;
  expect(row).toEqual({ gapless: true, entries, versions: true });
  const rebuilt = (await rebuildState(sql, { projectId })).flags.get('checkout');
  expect(rebuilt?.configurations.get('production')?.rules[0]?.serve).toEqual(await servedNow());
}

describe('a gradual rollout', () => {
  it('is previewed with the hash that approvals are bound to', async () => {
    const path = await planned([3600]);
    const { diffHash } = (await by('author', 'GET', `${path}/diff`)).body;
    const preview = await by('author', 'POST', `${path}/preview`, { environmentKey: 'production' });
    expect(preview.body.diffHash).toBe(diffHash);
  });

  it('applies each step within a second of its time, once, with two control planes', async () => {
    const paths = [await started([1, 1, 1], [describedAs('new')])];
    expect(await servedNow()).toEqual(shareOfOn(25_000));
    for (const path of paths) await ended(path);
    const [path = ''] = paths;
    expect(await servedNow()).toEqual(shareOfOn(100_000));
    expect(await stateOf(path)).toBe('completed');
    const rows = await sql<{ late: number; wait: number | null; applied: boolean }[]>`
      select extract(epoch from s.applied_at - s.due_at)::float8 as late,
        extract(epoch from s.due_at - lag(s.applied_at) over (order by s.position))::float8 as wait,
        e.applied_at = s.applied_at as applied
      from rollout_steps s
      join change_sets e on e.rollout_of = s.change_set_id and e.rollout_step = s.position
      where s.change_set_id = ${path.split('/').at(-1) ?? ''} order by s.position`;
    expect(rows.map(({ wait }) => wait)).toEqual([null, 1, 1, 1]);
    for (const { late, applied: isSame } of rows) {
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(1);
      expect(isSame).toBe(true);
    }
    await assertConsistent(path, 4);
    const history = await by('author', 'GET', '/change-sets?state=applied&limit=4');
    expect(history.body.items).toMatchObject(
      [4, 3, 2, 1].map((rolloutStep) => ({ rolloutStep, origin: 'rollout', name: 'Release' })),
    );
  });

  it('shows the diff of every step before it starts, and afterwards', async () => {
    const path = await planned([1, 60]);
    const diff = async () => (await by('author', 'GET', `${path}/diff`)).body;
    const before = await diff();
    expect(before.lines).toEqual([
      'flag "checkout" in production: rule 1: off: 100 % → 0.001 %',
      'flag "checkout" in production: rule 1: on: 0 % → 99.999 %',
    ]);
    const ofOn = ({ lines }: { lines: string[] }) => lines.find((line) => line.includes(': on: '));
    expect(before.steps.map(ofOn)).toEqual([
      'flag "checkout" in production: rule 1: on: 0 % → 33.333 %',
      'flag "checkout" in production: rule 1: on: 33.333 % → 66.666 %',
      'flag "checkout" in production: rule 1: on: 66.666 % → 99.999 %',
    ]);
    await by('author', 'POST', `${path}/rollout/start`);
    expect(await diff()).toMatchObject({ diffHash: before.diffHash, steps: before.steps });
    await by('author', 'POST', `${path}/rollout/stop`, { revert: false });
  });

  it('starts at a time, with the rights that the scheduler has then', async () => {
    const path = await planned([60]);
    const applyAt = new Date(Date.now() + 500).toISOString();
    await by('author', 'PUT', `${path}/schedule`, { applyAt });
    await eventually('the start', async () => (await stateOf(path)) === 'rolling_out');
    expect(await rolloutOf(path)).toMatchObject({ state: 'running', runBy: person('author').id });
    expect(await servedNow()).toEqual(shareOfOn(50_000));
  });

  it('is not started at its time if that is not allowed then, and says why', async () => {
    const path = await planned([60]);
    await by('author', 'PUT', `${path}/schedule`, { applyAt: new Date(Date.now() + 700).toISOString() });
    await by('lead', 'PATCH', configuration, { enabled: false });
    const after = await eventually('the end of the schedule', async () => {
      const { body } = await by('author', 'GET', path);
      return body.scheduleError === null ? false : body;
    });
    expect(after).toMatchObject({ state: 'draft', rolloutState: 'planned', applyAt: null });
    expect(after.scheduleError).toMatch(/\/rollout\/flagKey: Flag "checkout" is off/);
  });

  it('is controlled by editors of its environment only', async () => {
    await plane.api('POST', `/api/projects/${projectId}/environments`, { key: 'staging', name: 'Staging' });
    const user = { email: `${projectId}@example.org`, name: 'Other', role: null };
    const { id } = (await plane.api('POST', '/api/users', user)).body;
    const roles = `/api/projects/${projectId}/environments/staging/roles/${id}`;
    expect((await plane.api('PUT', roles, { role: 'editor' })).status).toBe(204);
    const { token } = (await plane.api('POST', `/api/users/${id}/tokens`, { name: 'Test' })).body;
    const { call } = createManagementApi(second.url, token);
    const path = await started([60]);
    for (const [action, body] of [
      ['pause', undefined],
      ['resume', {}],
      ['advance', undefined],
      ['stop', { revert: true }],
    ] as const) {
      const answer = await call('POST', `/api/projects/${projectId}${path}/rollout/${action}`, body);
      expect(answer.status, action).toBe(403);
      expect(answer.body.detail).toMatch(/"production".*editor there/);
    }
    expect((await rolloutOf(path)).state).toBe('running');
  });

  it('is paused; resumed, it waits for the rest of the time, or not at all', async () => {
    const path = await started([1, 60, 60]);
    const paused = await by('author', 'POST', `${path}/rollout/pause`);
    expect(stepStates(paused.body)).toEqual(['applied', 'paused', 'planned', 'planned']);
    expect((await by('author', 'POST', `${path}/rollout/pause`)).status).toBe(409);
    expect((await by('author', 'POST', `${path}/rollout/advance`)).status).toBe(409);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(stepStates(await rolloutOf(path))).toEqual(stepStates(paused.body));
    const resumed = await by('lead', 'POST', `${path}/rollout/resume`, {});
    expect(resumed.body.runBy).toBe(person('lead').id);
    expect(Date.parse(resumed.body.steps[1].dueAt)).toBeGreaterThan(Date.now() - 200);
    await applied(path, 2);
    await by('author', 'POST', `${path}/rollout/pause`);
    const rest = (await by('author', 'POST', `${path}/rollout/resume`, {})).body.steps[2].dueAt;
    expect(Date.parse(rest) - Date.now()).toBeGreaterThan(50_000);
    await by('author', 'POST', `${path}/rollout/pause`);
    await by('author', 'POST', `${path}/rollout/resume`, { immediately: true });
    await applied(path, 3);
    const advanced = await by('author', 'POST', `${path}/rollout/advance`);
    expect(advanced.body.state).toBe('completed');
    await assertConsistent(path, 4);
  });

  it('stops with the way back, which is one entry and keeps what others have changed elsewhere', async () => {
    const before = await servedNow();
    const path = await started([60, 60], [describedAs('new')]);
    await by('author', 'POST', `${path}/rollout/advance`);
    await by('lead', 'PATCH', configuration, { defaultValue: true });
    const draft = await by('author', 'POST', `${path}/revert`);
    const lines = (await by('author', 'GET', `/change-sets/${draft.body.id}/diff`)).body.lines;
    expect(lines).toContain('flag "checkout" in production: rule 1: on: 66.666 % → 0 %');
    const stopped = await by('author', 'POST', `${path}/rollout/stop`, { revert: true });
    expect(stepStates(stopped.body)).toEqual(['applied', 'applied', 'stopped']);
    expect(stopped.body).toMatchObject({ state: 'stopped', reason: null });
    expect(await servedNow()).toEqual(before);
    expect((await by('author', 'GET', configuration)).body.defaultValue).toBe(true);
    expect((await by('author', 'GET', '/flags/checkout')).body.description).toBe('');
    const { body } = await by('author', 'GET', '/change-sets?state=applied&limit=1');
    expect(body.items[0]).toMatchObject({ name: 'Revert Release', reverts: path.split('/').at(-1) });
    expect((await by('author', 'POST', `${path}/rollout/stop`, { revert: true })).status).toBe(409);
    await assertConsistent(path, 2);
  });

  it('stops without the way back, and can be taken back later', async () => {
    const path = await started([60]);
    await by('author', 'POST', `${path}/rollout/stop`, { revert: false });
    expect(await servedNow()).toEqual(shareOfOn(50_000));
    expect((await by('author', 'POST', `${path}/rollout/resume`, {})).status).toBe(409);
    const draft = await by('author', 'POST', `${path}/revert`);
    expect((await by('author', 'POST', `/change-sets/${draft.body.id}/apply`)).status).toBe(200);
    expect(await servedNow()).toEqual({ variation: 'off' });
  });
});

describe('a step that no longer fits stops the rollout and says why', () => {
  const failing: Readonly<Record<string, readonly [() => Promise<unknown>, RegExp]>> = {
    'if the rule was edited': [
      async () => {
        const { rules } = (await by('lead', 'GET', configuration)).body;
        await by('lead', 'PATCH', configuration, { rules: [{ ...rules[0], serve: { variation: 'on' } }] });
      },
      /\/flags\/checkout\/environments\/production\/rules\/[-0-9a-f]+: was .* is .* now, and would become/,
    ],
    'if the rule was removed': [
      () => by('lead', 'PATCH', configuration, { rules: [] }),
      /\/flags\/checkout\/environments\/production\/rules\/[-0-9a-f]+: .* is absent now/,
    ],
    'if the flag was switched off': [
      () => by('lead', 'PATCH', configuration, { enabled: false }),
      /"checkout" is off in environment "production"/,
    ],
    'if the flag was archived': [
      () => by('lead', 'POST', '/flags/checkout/archive'),
      /"checkout" is archived/,
    ],
    'if the environment was deleted': [
      () => by('lead', 'DELETE', '/environments/production'),
      /no environment "production"/,
    ],
    'if the author may not change flags any more': [
      () => plane.api('PATCH', `/api/users/${person('author').id}`, { role: 'viewer' }),
      /may not change flags any more/,
    ],
  };

  it.each(Object.entries(failing))('%s', async (_, [edit, reason]) => {
    await sql`
      insert into webhook_endpoints (project_id, url, event_types, secret, created_by)
      values (${projectId}, 'https://example.org', '{rollout.stopped}', '', ${person('lead').id})`;
    const path = await started([1, 60]);
    await edit();
    const after = await eventually('the stop', async () => {
      const { body } = await by('lead', 'GET', `${path}/rollout`);
      return body.state === 'stopped' ? body : false;
    });
    await plane.api('PATCH', `/api/users/${person('author').id}`, { role: 'editor' });
    expect(after.reason).toMatch(reason);
    expect(stepStates(after)).toEqual(['applied', 'failed', 'stopped']);
    expect(await stateOf(path)).toBe('stopped');
    const audit = await by('lead', 'GET', '/audit?resourceType=change_set&limit=1');
    expect(audit.body.items[0].newValue).toEqual({
      rollout: { state: 'stopped', step: 2, reason: after.reason },
    });
    const events = await sql<{ body: string }[]>`
      select body from webhook_events where project_id = ${projectId}`;
    expect(events.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        type: 'rollout.stopped',
        data: {
          author: { userId: person('author').id },
          changeSet: { id: after.changeSetId },
          step: 2,
          reason: after.reason,
        },
      },
    ]);
    const [row] = await sql`
      select count(*)::int as count from change_sets where rollout_of = ${after.changeSetId}`;
    expect(row?.count).toBe(1);
  });

  it('but keeps what others have changed elsewhere', async () => {
    const path = await started([1, 60]);
    await by('lead', 'PATCH', configuration, { defaultValue: true });
    await by('lead', 'PATCH', '/flags/checkout', { name: 'Other' });
    await applied(path, 2);
    expect((await by('author', 'GET', configuration)).body.defaultValue).toBe(true);
    await assertConsistent(path, 2);
  });
});

describe('in a protected environment', () => {
  const protect = (protection: object) =>
    by('lead', 'PUT', '/environments/production/protection', {
      approvals: 1,
      approverRole: 'editor',
      reason: 'A test',
      ...protection,
    });
  const approve = async (path: string) => {
    await by('author', 'POST', `${path}/request-review`);
    const { diffHash } = (await by('approver', 'GET', `${path}/diff`)).body;
    return by('approver', 'POST', `${path}/approvals`, { diffHash });
  };

  it('one approval is of all steps and of the time between them', async () => {
    await protect({});
    const path = await planned([1, 1]);
    expect((await by('author', 'POST', `${path}/rollout/start`)).body.detail).toMatch(/0 of 1/);
    expect((await approve(path)).body.state).toBe('approved');
    const other = {
      ...onRule(),
      steps: [{ weight: 33_333, waitSeconds: 2 }, { weight: 66_666, waitSeconds: 1 }, { weight: 99_999 }],
    };
    expect((await by('author', 'PUT', `${path}/rollout`, other)).status).toBe(200);
    expect((await by('author', 'POST', `${path}/rollout/start`)).body.detail).toMatch(/0 of 1/);
    await approve(path);
    expect((await by('author', 'POST', `${path}/rollout/start`)).status).toBe(200);
    expect((await ended(path)).state).toBe('completed');
    await assertConsistent(path, 3);
  });

  it('a wait that was approved is skipped by an admin with a reason only, and the history marks it', async () => {
    await protect({});
    const path = await planned([60, 60, 1]);
    await approve(path);
    await by('author', 'POST', `${path}/rollout/start`);
    const advance = (name: Person, reason?: string) => {
      const query = reason === undefined ? '' : `?reason=${encodeURIComponent(reason)}`;
      return by(name, 'POST', `${path}/rollout/advance${query}`);
    };
    const refused = await advance('lead');
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toMatch(/wait .* approved .*"production".*reason/);
    expect((await advance('author', 'Now')).status).toBe(403);
    await by('author', 'POST', `${path}/rollout/pause`);
    const resume = (body: object) => by('author', 'POST', `${path}/rollout/resume`, body);
    expect((await resume({ immediately: true })).status).toBe(409);
    expect((await resume({})).status).toBe(200);
    expect(stepStates(await rolloutOf(path))).toEqual(['applied', 'planned', 'planned', 'planned']);

    const advanced = await advance('lead', 'All is well');
    expect(advanced.status).toBe(200);
    const { entryId } = advanced.body.steps[1];
    expect((await by('author', 'GET', `/change-sets/${entryId}`)).body).toMatchObject({
      bypass: 'break-glass',
      bypassReason: 'All is well',
    });
    // A step whose time has come needs neither.
    const third = await advance('lead', 'Still well');
    expect(third.status).toBe(200);
    expect((await ended(path)).state).toBe('completed');
    const last = (await rolloutOf(path)).steps[3].entryId;
    expect((await by('author', 'GET', `/change-sets/${last}`)).body.bypass).toBe(null);
  });

  it('a step that is due is applied by an editor, who waits no longer', async () => {
    await protect({});
    const path = await planned([60, 60]);
    await approve(path);
    await by('author', 'POST', `${path}/rollout/start`);
    // No control plane may come first.
    await sql.begin(async (tx) => {
      const id = path.split('/').at(-1) ?? '';
      await tx`update rollout_steps set due_at = now() where change_set_id = ${id} and position = 2`;
    });
    expect((await by('author', 'POST', `${path}/rollout/advance`)).status).toBeOneOf([200, 409]);
    await applied(path, 2);
    const { entryId } = (await rolloutOf(path)).steps[1];
    expect((await by('author', 'GET', `/change-sets/${entryId}`)).body.bypass).toBe(null);
  });

  it('a person who has planned the rollout is an author, who does not approve', async () => {
    await protect({});
    const path = await planned([60]);
    const plan = { ...onRule(), steps: [{ weight: 10_000 }] };
    expect((await by('approver', 'PUT', `${path}/rollout`, plan)).status).toBe(200);
    expect((await approve(path)).status).toBe(403);
    expect((await by('author', 'PUT', `${path}/rollout`, plan)).status).toBe(200);
    expect((await approve(path)).status).toBe(403);
  });

  it('stops if the approver has lost the right, and goes no way back without approval', async () => {
    await protect({});
    const path = await planned([1, 60]);
    await approve(path);
    await by('author', 'POST', `${path}/rollout/start`);
    const refused = await by('author', 'POST', `${path}/rollout/stop`, { revert: true });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toMatch(/"production".*POST …\/revert/);
    await plane.api('PATCH', `/api/users/${person('approver').id}`, { role: 'viewer' });
    expect((await ended(path)).reason).toMatch(/lacks approvals: "production" has 0 of 1/);
    await plane.api('PATCH', `/api/users/${person('approver').id}`, { role: 'editor' });
    const { body } = await by('author', 'POST', `${path}/revert`);
    const back = `/change-sets/${body.id}`;
    await approve(back);
    expect((await by('author', 'POST', `${back}/apply`)).status).toBe(200);
    expect(await servedNow()).toEqual({ variation: 'off' });
  });
});

describe('what a rollout refuses', () => {
  it('plans that are not valid, by pointer', async () => {
    const path = await planned([60]);
    const plans: readonly (readonly [object, string])[] = [
      [{ ruleId: '00000000-0000-4000-8000-000000000000' }, '/rollout/ruleId'],
      [{ variation: 'absent' }, '/rollout/variation'],
      [{ flagKey: 'absent' }, '/rollout/flagKey'],
      [{ environmentKey: 'absent' }, '/rollout/flagKey'],
      [{ variation: 'off' }, '/rollout/steps/0/weight'],
    ];
    for (const [parts, pointer] of plans) {
      await by('author', 'PUT', `${path}/rollout`, { ...onRule(), steps: [{ weight: 50_000 }], ...parts });
      const { body } = await by('author', 'GET', `${path}/problems`);
      expect(body.problems.map((problem: { pointer: string }) => problem.pointer)).toEqual([pointer]);
      expect((await by('author', 'POST', `${path}/rollout/start`)).status, pointer).toBe(409);
    }
    expect(await stateOf(path)).toBe('draft');
  });

  it('the start while the flag is off: the diff shows the steps, as text too, and names what does not fit', async () => {
    const path = await planned([60], [describedAs('Later')]);
    await by('author', 'PATCH', configuration, { enabled: false });
    const { body } = await by('author', 'GET', `${path}/diff`);
    expect(body.problemsTotal).toBe(1);
    expect(body.steps).toHaveLength(2);
    const text = await textOf(`${path}/diff`);
    expect(text).toMatch(/^flag "checkout": description/);
    expect(text).toMatch(/\nstep 2: flag "checkout" in production: /);
    expect(text).toMatch(/\ndoes not fit: \/rollout\/flagKey: Flag "checkout" is off.*\n$/);
    await by('author', 'PUT', `${path}/rollout`, {
      ...onRule(),
      variation: 'absent',
      steps: [{ weight: 1 }],
    });
    const other = await textOf(`${path}/diff`);
    expect(other).toMatch(/^flag "checkout": description.*\ndoes not fit: \/rollout\/variation: /);
  });

  it('steps that do not ascend, have no wait, or are too many', async () => {
    const path = await planned([60]);
    const many = Array.from({ length: 51 }, (_, index) => ({ weight: index + 1, waitSeconds: 60 }));
    const wrong: readonly (readonly object[])[] = [
      [],
      [{ weight: 0 }],
      [{ weight: 100_001 }],
      [{ weight: 10 }, { weight: 20 }],
      [{ weight: 20, waitSeconds: 60 }, { weight: 20 }],
      [{ weight: 20, waitSeconds: 60 }],
      [{ weight: 20, waitSeconds: 2_592_001 }, { weight: 30 }],
      [...many.slice(0, -1), { weight: 51 }],
    ];
    for (const steps of wrong) {
      const { status } = await by('author', 'PUT', `${path}/rollout`, { ...onRule(), steps });
      expect(status, JSON.stringify(steps).slice(0, 80)).toBe(400);
    }
  });

  it('edits, a second start and an apply of the whole, once it is started', async () => {
    const planned60 = await planned([60]);
    expect((await by('author', 'POST', `${planned60}/apply`)).body.detail).toMatch(/rollout\/start/);
    const glass = await by('lead', 'POST', `${planned60}/break-glass`, { reason: 'Outage' });
    expect(glass.status).toBe(409);
    expect((await by('author', 'DELETE', `${planned60}/rollout`)).body.rolloutState).toBe(null);
    expect((await by('author', 'GET', `${planned60}/rollout`)).status).toBe(404);
    const path = await started([60]);
    for (const [method, route] of [
      ['POST', '/rollout/start'],
      ['DELETE', '/rollout'],
      ['POST', '/apply'],
      ['POST', '/discard'],
      ['POST', '/rebase'],
    ] as const) {
      expect((await by('author', method, `${path}${route}`)).status, route).toBe(409);
    }
    await by('author', 'POST', `${path}/rollout/stop`, { revert: false });
  });
});
