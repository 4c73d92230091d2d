import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { type ApiRequest, requestBelow } from '../../../test/support/api-request.ts';
import {
  ADMIN_TOKEN,
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';

let plane: TestControlPlane;
let second: ControlPlane;
let sql: postgres.Sql;
let projectId: string;
let editor: { readonly id: string; readonly api: ApiRequest };

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
  const user = { email: 'editor@example.org', name: 'Editor', role: 'editor' } as const;
  const { body } = await plane.request('POST', '/api/users', user);
  const token = await plane.request('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
  editor = { id: body.id, api: createManagementApi(second.url, token.body.token).request };
});
afterAll(async () => {
  await sql.end();
  await second.stop();
  await plane.stop();
});
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production']);
  await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
});

const call = requestBelow(
  () => editor.api,
  () => `/api/projects/${projectId}` as const,
);

const turnOn = {
  kind: 'configuration.update' as const,
  flagKey: 'checkout',
  environmentKey: 'production',
  patch: { enabled: true, defaultValue: true },
};

/** A draft that is to be applied after some milliseconds. @returns its path */
async function scheduled(afterMs: number): Promise<`/change-sets/${string}`> {
  const { body } = await call('POST', '/change-sets', { name: 'Release', operations: [turnOn] });
  const path = `/change-sets/${body.id}` as const;
  const applyAt = new Date(Date.now() + afterMs).toISOString();
  expect((await call('PUT', `${path}/schedule`, { applyAt })).body).toMatchObject({
    applyAt,
    scheduledBy: editor.id,
  });
  return path;
}

const ended = (path: `/change-sets/${string}`) => {
  const probe = async () => {
    const { body } = await call('GET', path);
    return body.state === 'applied' || body.scheduleError !== null ? body : false;
  };
  return eventually('the end of the schedule', probe, 40_000);
};

it('applies change sets at their time, not earlier, each once, with two control planes', async () => {
  const paths = await Promise.all(Array.from({ length: 5 }, () => scheduled(1_000)));
  const [before = 0] = await environmentVersions(plane.api, projectId);
  await Promise.all(paths.map(ended));
  const rows = await sql<{ number: number; late: number; appliedBy: string }[]>`
    select number, extract(epoch from applied_at - apply_at)::float8 as late, applied_by as "appliedBy"
    from change_sets where project_id = ${projectId} and origin = 'draft' order by number`;
  expect(rows.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7]);
  for (const { late, appliedBy } of rows) {
    expect(late).toBeGreaterThanOrEqual(0);
    expect(appliedBy).toBe(editor.id);
  }
  // The first one turns the flag on; the others find nothing left to do.
  expect(await environmentVersions(plane.api, projectId)).toEqual([before + 1]);
  const { body } = await plane.request(
    'GET',
    `/api/projects/${projectId}/audit?resourceType=flag_environment`,
  );
  expect(body.items).toHaveLength(1);
});

it('applies a change set within a second of its time', async () => {
  for (let count = 0; count < 5; count += 1) await ended(await scheduled(300 + 60 * count));
  const rows = await sql<{ late: number }[]>`
    select extract(epoch from applied_at - apply_at)::float8 as late
    from change_sets where project_id = ${projectId} and origin = 'draft' order by late`;
  expect(rows).toHaveLength(5);
  // By the clock of Postgres. Two of five are enough: on a busy machine the others wait for the processor.
  expect(rows[1]?.late).toBeLessThan(1);
});

it('stops and says why if it no longer fits', async () => {
  const path = await scheduled(600);
  await call('PATCH', '/flags/checkout/environments/production', { defaultValue: null });
  const { state, scheduleError, applyAt } = await ended(path);
  expect({ state, applyAt }).toEqual({ state: 'draft', applyAt: null });
  expect(scheduleError).toMatch(/\/flags\/checkout\/environments\/production\/defaultValue: was false/);
  expect((await call('GET', '/flags/checkout/environments/production')).body.enabled).toBe(false);
});

it('stops if the scheduler has lost the right, or the environment wants approvals', async () => {
  const path = await scheduled(700);
  await plane.request('PATCH', `/api/users/${editor.id}`, { role: 'viewer' });
  expect((await ended(path)).scheduleError).toMatch(/may not change flags any more/);
  await plane.request('PATCH', `/api/users/${editor.id}`, { role: 'editor' });
  await plane.request('PUT', `/api/projects/${projectId}/environments/production/protection`, {
    approvals: 1,
  });
  expect((await ended(await scheduled(0))).scheduleError).toMatch(/"production" has 0 of 1/);
});

it('is ended by an edit, and by taking it off the schedule', async () => {
  const edited = await scheduled(700);
  const taken = await scheduled(700);
  expect((await call('PATCH', edited, { name: 'New' })).body.applyAt).toBe(null);
  expect((await call('DELETE', `${taken}/schedule`)).body.applyAt).toBe(null);
  await sleep(1_500);
  for (const path of [edited, taken]) {
    expect((await call('GET', path)).body).toMatchObject({ state: 'draft', scheduleError: null });
  }
});
