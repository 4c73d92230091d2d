import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemOf, requestBelow } from '../../../test/support/api-request.ts';
import { seedFlags } from '../../../test/support/control-plane/seed-flags.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;
let project: `/api/projects/${string}`;

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
  project = `/api/projects/${await createProject(plane.api, ['production', 'staging'])}`;
  await call('POST', '/flags', { key: 'alpha', type: 'boolean', tags: ['release', 'web'], owner: 'ada' });
  await call('POST', '/flags', { key: 'bravo', type: 'boolean', tags: ['release'] });
  const variations = [{ key: 'red', value: 'r' }];
  await call('POST', '/flags', {
    key: 'charlie',
    type: 'string',
    tags: ['web'],
    variations,
    defaultValue: 'r',
  });
  await call('POST', '/flags', { key: 'delta', type: 'boolean', tags: ['release'] });
  await call('POST', '/flags/delta/archive');
  await plane.request('PATCH', `${project}/flags/alpha/environments/production`, { enabled: true });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

const call = requestBelow(
  () => plane.request,
  () => project,
);

const newDraft = async () =>
  `${project}/change-sets/${(await call('POST', '/change-sets', { name: 'Bulk' })).body.id}` as const;

async function append(draft: string, filter: object, change: object, headers = {}) {
  return plane.sendRaw('POST', `${draft}/operations/bulk`, { filter, change }, headers);
}

const on = (flagKey: string, environmentKey: string, enabled = true) => ({
  kind: 'configuration.update',
  flagKey,
  environmentKey,
  patch: { enabled },
});
const update = (flagKey: string, patch: object) => ({ kind: 'flag.update', flagKey, patch });

it.each<[string, object, object, readonly object[]]>([
  [
    'switches on what is off, in the environments that are named',
    { tags: ['release'] },
    { kind: 'enable', environmentKeys: ['production', 'staging'] },
    [on('alpha', 'staging'), on('bravo', 'production'), on('bravo', 'staging')],
  ],
  [
    'switches off what is on',
    { q: 'A', type: 'boolean' },
    { kind: 'disable', environmentKeys: ['production', 'staging'] },
    [on('alpha', 'production', false)],
  ],
  [
    'archives',
    { type: 'boolean' },
    { kind: 'archive' },
    ['alpha', 'bravo'].map((flagKey) => ({ kind: 'flag.archive', flagKey })),
  ],
  [
    'adds a tag to flags that lack it',
    {},
    { kind: 'addTag', tag: 'release' },
    [update('charlie', { tags: ['web', 'release'] })],
  ],
  [
    'removes a tag from flags that have it',
    { owner: 'ada' },
    { kind: 'removeTag', tag: 'web' },
    [update('alpha', { tags: ['release'] })],
  ],
  [
    'sets the owner of flags that have another one',
    { environment: 'staging', enabled: false },
    { kind: 'setOwner', owner: 'ada' },
    [update('bravo', { owner: 'ada' }), update('charlie', { owner: 'ada' })],
  ],
  ['removes an owner', {}, { kind: 'setOwner', owner: null }, [update('alpha', { owner: null })]],
  ['changes nothing', { q: 'absent' }, { kind: 'archive' }, []],
])('a filter becomes operations: %s', async (_, filter, change, expected) => {
  const draft = await newDraft();
  const answer = await append(draft, filter, change);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({
    status: 200,
    body: { operationCount: expected.length, revision: expected.length === 0 ? 1 : 2 },
  });
  const { body } = await plane.request('GET', `${draft}/operations`);
  expect(body.items.map(({ operation }) => operation)).toEqual(expected);
  expect((await plane.request('GET', `${draft}/problems`)).body).toMatchObject({ problemsTotal: 0 });
});

it('operations have the versions that they were made from: what others change meanwhile is a conflict', async () => {
  const draft = await newDraft();
  const first = await append(draft, { tags: ['web'] }, { kind: 'setOwner', owner: 'bob' });
  const tag = first.headers.get('etag') ?? '';
  await plane.request('PATCH', `${project}/flags/alpha`, { owner: 'eve' });
  const { body } = await plane.request('GET', `${draft}/problems`);
  expect(body.conflicts).toMatchObject([{ pointer: '/flags/alpha/owner', base: 'ada', current: 'eve' }]);
  await plane.request('PATCH', `${project}/flags/alpha`, { owner: 'ada' });
  const more = { kind: 'addTag', tag: 'more' };
  expect((await append(draft, { q: 'bravo' }, more, { 'if-match': tag })).status).toBe(200);
  expect((await append(draft, { q: 'bravo' }, more, { 'if-match': tag })).status).toBe(412);
  expect((await plane.request('POST', `${draft}/discard`)).status).toBe(200);
  expect((await append(draft, {}, more)).status).toBe(409);
});

it('what the filter or the change names must exist', async () => {
  const draft = await newDraft();
  const change = { kind: 'enable', environmentKeys: ['production', 'absent'] };
  for (const [filter, given, path] of [
    [{ environment: 'absent' }, { kind: 'archive' }, 'filter.environment'],
    [{ segment: 'absent' }, { kind: 'archive' }, 'filter.segment'],
    [{}, change, 'change.environmentKeys[1]'],
    [{ state: 'archived' }, { kind: 'archive' }, 'filter.state'],
  ] as const) {
    const answer = await append(draft, filter, given);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  }
});

it('more flags than a change set may have operations are refused with their number', async () => {
  const id = await createProject(plane.api, ['production']);
  await seedFlags(sql, id, { flags: 1_001 });
  const path = `/api/projects/${id}/change-sets` as const;
  const draft = `${path}/${(await plane.request('POST', path, { name: 'Many' })).body.id}` as const;
  const refused = await append(draft, {}, { kind: 'addTag', tag: 'new' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect(problemOf(refused).detail).toContain('1001 flags');
  const taken = await append(draft, { q: 'flag-00' }, { kind: 'addTag', tag: 'new' });
  expect(taken, JSON.stringify(taken.body)).toMatchObject({ status: 200, body: { operationCount: 999 } });
});
