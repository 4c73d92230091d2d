import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from '../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';
import { FLAG_SET_LIMITS } from './model/flag-set-size.ts';

let plane: TestControlPlane;
let sql: Sql;
let project: `/api/projects/${string}`;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});
beforeEach(async () => {
  project = `/api/projects/${await createProject(plane.api)}`;
});

const usage = async () => (await plane.request('GET', `${project}/environments/production/usage`)).body;
const rule = (values: readonly string[]) => ({
  priority: 1,
  conditions: [{ conditionType: 'user', attribute: 'id', operator: 'in', values }],
  serve: { variation: 'on' },
});
const addFlag = (key: string) =>
  plane.sendRaw('POST', `${project}/flags`, { key, name: key, type: 'boolean' });
const configure = (key: string, body: object) =>
  plane.sendRaw('PATCH', `${project}/flags/${key}/environments/production`, body);

describe('the usage of an environment', () => {
  it('counts flags, segments, rules, conditions, values and bytes', async () => {
    expect(await usage()).toMatchObject({ flags: { used: 0, limit: 10_000 }, bytes: { used: 0 } });
    await addFlag('a');
    await configure('a', { rules: [rule(['1', '2', '3'])] });
    await plane.request('POST', `${project}/segments`, {
      key: 's',
      included: ['u-1', 'u-2'],
      rules: [{ conditions: [{ conditionType: 'user', attribute: 'id', operator: 'in', values: ['4'] }] }],
    });
    const counted = await usage();
    expect(counted).toMatchObject({
      flags: { used: 1 },
      segments: { used: 1 },
      rules: { used: 2 },
      conditions: { used: 2 },
      values: { used: 6 },
      bytes: { limit: FLAG_SET_LIMITS.bytes },
    });
    expect(counted.bytes.used).toBeGreaterThan(500);
    await plane.request('POST', `${project}/flags/a/archive`);
    expect(await usage()).toMatchObject({ flags: { used: 0 }, rules: { used: 1 } });
  });
});

describe('an environment whose flag set is full', () => {
  /** Another flag takes all but a few bytes. */
  const fill = async (missing: number) => {
    await addFlag('filler');
    await sql`
      update flag_environments set byte_count = ${FLAG_SET_LIMITS.bytes - missing}
      where flag_id in (select id from flags where key = 'filler' and deleted_at is null)
        and flag_id in (select id from flags where project_id = ${project.replace('/api/projects/', '')})`;
  };

  it('refuses larger configurations, new flags and new segments, with the reason', async () => {
    await addFlag('a');
    await fill(0);
    const refused = await configure('a', { rules: [rule(['1'])] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(problemOf(refused).detail).toContain(`at most ${FLAG_SET_LIMITS.bytes} bytes`);
    expect((await addFlag('b')).status).toBe(409);
    expect((await plane.sendRaw('POST', `${project}/segments`, { key: 's' })).status).toBe(409);
    expect((await plane.sendRaw('GET', `${project}/flags/b`)).status).toBe(404);
  });

  it('takes changes that make nothing larger, also while it exceeds the limit', async () => {
    await addFlag('a');
    await configure('a', { rules: [rule(['1', '2'])] });
    await plane.request('POST', `${project}/segments`, { key: 's', included: ['u-1', 'u-2'] });
    await fill(-1_000_000);
    expect((await configure('a', { enabled: true })).status).toBe(200);
    expect((await configure('a', { rules: [rule(['1'])] })).status).toBe(200);
    expect((await configure('a', { rules: [rule(['1', '2'])] })).status).toBe(409);
    expect((await plane.request('PATCH', `${project}/segments/s`, { included: ['u-1'] })).status).toBe(200);
    expect((await plane.sendRaw('PATCH', `${project}/segments/s`, { included: ['u-1', 'u-3'] })).status).toBe(
      409,
    );
    expect((await plane.request('POST', `${project}/flags/filler/archive`)).status).toBe(200);
    expect((await configure('a', { rules: [rule(['1', '2'])] })).status).toBe(200);
    expect((await plane.sendRaw('POST', `${project}/flags/filler/restore`)).status).toBe(409);
  });
});

it('the usage of 10,000 flags is read in a fraction of a second', async () => {
  await addFlag('a');
  const id = project.replace('/api/projects/', '');
  await sql`
    with added as (
      insert into flags (project_id, key, name, type, created_by)
      select project_id, 'many-' || n, 'Many', type, created_by
      from flags, generate_series(1, 9999) n where project_id = ${id}
      returning id
    )
    insert into flag_environments (flag_id, environment_id, version, updated_by, byte_count)
    select added.id, fe.environment_id, fe.version, fe.updated_by, 400
    from added, flag_environments fe
    where fe.environment_id in (select id from environments where project_id = ${id})`;
  const startedAt = performance.now();
  expect((await usage()).flags.used).toBe(10_000);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
