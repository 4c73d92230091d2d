import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import {
  type ApiRequest,
  problemOf,
  rawRequestBelow,
  requestBelow,
} from '../../../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';

/** No environment here is protected: the rights of authors count in each. */
let plane: TestControlPlane;
let projectId: string;
let author: { readonly id: string; readonly api: ApiRequest };
let people = 0;

beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production', 'staging']);
  await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
  people += 1;
  const user = { email: `author-${people}@example.org`, name: 'Author', role: 'editor' } as const;
  const { id } = (await plane.request('POST', '/api/users', user)).body;
  const { token } = (await plane.request('POST', `/api/users/${id}/tokens`, { name: 'Test' })).body;
  author = { id, api: createManagementApi(plane.controlPlane.url, token).request };
});

const pathOfProject = () => `/api/projects/${projectId}` as const;
const call = requestBelow(() => plane.request, pathOfProject);
const callRaw = rawRequestBelow(() => plane.sendRaw, pathOfProject);
const byAuthor = requestBelow(() => author.api, pathOfProject);
const configuration = '/flags/checkout/environments/production';
const isOn = async () => (await call('GET', configuration)).body.enabled;
const demote = (role: 'viewer' | 'editor' | null) =>
  plane.request('PATCH', `/api/users/${author.id}`, { role });

const turnOn = {
  kind: 'configuration.update' as const,
  flagKey: 'checkout',
  environmentKey: 'production',
  patch: { enabled: true },
};
const rename = { kind: 'flag.update', flagKey: 'checkout', patch: { name: 'New' } } as const;

/** A draft of the author's. */
async function draft(
  ...operations: readonly ManagementSchemas['Operation'][]
): Promise<`/change-sets/${string}`> {
  const { status, body } = await byAuthor('POST', '/change-sets', { name: 'Release', operations });
  expect(status, JSON.stringify(body)).toBe(201);
  return `/change-sets/${body.id}`;
}

it('a draft is not applied by another person once its author may not change what it changes', async () => {
  const path = await draft(turnOn, rename);
  await demote('viewer');
  const refused = await callRaw('POST', `${path}/apply`);
  expect(refused.status).toBe(409);
  const problem = problemOf(refused);
  expect(problem.detail).toMatch(/^An author of the draft may not.*POST …\/rebase/);
  const message = `Its author, the user ${author.id}, is no editor of`;
  const faults = [
    { path: '/operations/0', message: `${message} the environment "production".` },
    { path: '/operations/1', message: `${message} the project.` },
  ];
  expect(problem.errors).toEqual(faults);
  const problems = (await call('GET', `${path}/problems`)).body.problems;
  expect(problems).toEqual(
    faults.map(({ path: pointer, message: text }) => ({ pointer, code: 'FORBIDDEN', message: text })),
  );
  expect(await isOn()).toBe(false);
  await demote('editor');
  expect((await call('POST', `${path}/apply`)).status).toBe(200);
});

it('breaking the glass does not replace the rights of authors', async () => {
  const path = await draft(turnOn);
  await demote('viewer');
  expect((await callRaw('POST', `${path}/break-glass`, { reason: 'Now' })).status).toBe(409);
  expect(await isOn()).toBe(false);
});

it('an editor of one environment does not author changes elsewhere', async () => {
  await demote('viewer');
  await call('PUT', `/environments/staging/roles/${author.id}`, { role: 'editor' });
  const staging = await draft({ ...turnOn, environmentKey: 'staging' });
  const production = await draft(turnOn);
  expect((await call('POST', `${staging}/apply`)).status).toBe(200);
  expect((await callRaw('POST', `${production}/apply`)).status).toBe(409);
  expect(await isOn()).toBe(false);
});

it('an editor of an environment called NULL does not author changes of the project', async () => {
  await demote('viewer');
  await call('POST', '/environments', { key: 'NULL', name: 'NULL', sortOrder: 2 });
  await call('PUT', `/environments/NULL/roles/${author.id}`, { role: 'editor' });
  expect((await callRaw('POST', `${await draft(rename)}/apply`)).status).toBe(409);
});

it('the operations of a deleted author are taken over by a rebase, as an edit', async () => {
  const path = await draft(turnOn);
  await plane.request('DELETE', `/api/users/${author.id}`);
  const refused = await callRaw('POST', `${path}/apply`);
  expect(problemOf(refused).errors).toEqual([
    { path: '/operations/0', message: `Its author, the user ${author.id}, is deleted.` },
  ]);
  const before = (await call('GET', path)).body.revision ?? 0;
  const taken = await call('POST', `${path}/rebase`);
  expect(taken.status).toBe(200);
  expect(taken.body.revision).toBe(before + 1);
  expect((await call('GET', `${path}/problems`)).body.problems).toEqual([]);
  expect((await call('POST', `${path}/apply`)).status).toBe(200);
  expect(await isOn()).toBe(true);
});

it('who has no operation in the draft any more is not asked', async () => {
  const path = await draft(turnOn);
  await call('POST', `${path}/operations`, { operations: [rename] });
  expect((await call('DELETE', `${path}/operations/0`)).status).toBe(200);
  await plane.request('DELETE', `/api/users/${author.id}`);
  expect((await call('POST', `${path}/apply`)).status).toBe(200);
});

it('a schedule applies nothing of an author who has lost the right, and says so', async () => {
  const path = await draft(turnOn);
  await demote('viewer');
  await call('PUT', `${path}/schedule`, { applyAt: new Date().toISOString() });
  const error = await eventually('the end of the schedule', async () => {
    return (await call('GET', path)).body.scheduleError ?? false;
  });
  expect(error).toMatch(/^An author of the draft may not.*\n\/operations\/0: Its author/);
  expect(await isOn()).toBe(false);
});

it('a revert that the author has made is not applied either', async () => {
  await call('PATCH', configuration, { enabled: true });
  const [entry] = (await call('GET', '/change-sets?state=applied')).body.items;
  const { id } = (await byAuthor('POST', `/change-sets/${entry?.id}/revert`)).body;
  await demote('viewer');
  expect((await callRaw('POST', `/change-sets/${id}/apply`)).status).toBe(409);
  expect(await isOn()).toBe(true);
});

it('a rollout does not start, and a later step stops it; a plan is taken over with the operations', async () => {
  const [rule] = (await call('GET', configuration)).body.rules;
  if (rule === undefined) throw new Error('the flag has no rule');
  await call('PATCH', configuration, { enabled: true, rules: [{ ...rule, serve: { variation: 'off' } }] });
  const path = await draft();
  const target = {
    flagKey: 'checkout',
    environmentKey: 'production',
    ruleId: rule.id,
    variation: 'on',
  };
  const steps = [{ weight: 1_000, waitSeconds: 1 }, { weight: 2_000, waitSeconds: 60 }, { weight: 3_000 }];
  await byAuthor('PUT', `${path}/rollout`, { ...target, steps });
  await demote('viewer');
  const refused = await callRaw('POST', `${path}/rollout/start`);
  expect(problemOf(refused).errors).toEqual([
    { path: '/rollout', message: expect.stringMatching(/no editor/) },
  ]);
  expect((await call('POST', `${path}/rebase`)).status).toBe(200);
  expect((await call('POST', `${path}/rollout/start`)).status).toBe(200);
  await call('POST', `${path}/rollout/stop`, { revert: true });

  await demote('editor');
  const second = await draft();
  await byAuthor('PUT', `${second}/rollout`, { ...target, steps });
  expect((await call('POST', `${second}/rollout/start`)).status).toBe(200);
  await demote('viewer');
  const reason = await eventually('the stop', async () => {
    return (await call('GET', `${second}/rollout`)).body.reason ?? false;
  });
  expect(reason).toMatch(/^An author of the draft may not/);
});
