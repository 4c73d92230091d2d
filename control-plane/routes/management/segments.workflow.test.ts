import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from '../../../test/support/api-request.ts';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;
let segments: `/api/projects/${string}/segments`;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());
beforeEach(async () => {
  projectId = await createProject(plane.api, ['staging', 'production']);
  segments = `/api/projects/${projectId}/segments`;
});

const inSegment = (...values: string[]) => ({
  conditions: [{ conditionType: 'segment' as const, operator: 'in', values }],
});
const versions = () => environmentVersions(plane.api, projectId);

describe('a segment', () => {
  it('is created, read, changed and deleted; each change of its content takes a version in every environment', async () => {
    const rules = [
      {
        conditions: [
          { conditionType: 'custom', attribute: 'email', operator: 'ends_with', values: ['@x.io'] },
        ],
      },
    ] as const;
    const created = await plane.request('POST', segments, { key: 'staff', included: ['u-1'], rules });
    expect(created).toMatchObject({
      status: 201,
      body: { key: 'staff', name: 'staff', included: ['u-1'], excluded: [], rules },
    });
    expect(await versions()).toEqual([2, 2]);
    expect((await plane.request('GET', `${segments}/staff`)).body).toEqual(created.body);
    await plane.request('PATCH', `${segments}/staff`, { name: 'Our staff' });
    expect(await versions()).toEqual([2, 2]);
    await plane.request('PATCH', `${segments}/staff`, { excluded: ['u-2'] });
    expect(await versions()).toEqual([3, 3]);
    expect((await plane.request('GET', segments)).body.items).toMatchObject([
      { key: 'staff', name: 'Our staff' },
    ]);
    expect((await plane.request('DELETE', `${segments}/staff`)).status).toBe(204);
    expect(await versions()).toEqual([4, 4]);
    expect((await plane.sendRaw('GET', `${segments}/staff`)).status).toBe(404);
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?resourceType=segment`);
    expect(body.items.map((entry: { action: string }) => entry.action)).toEqual([
      'delete',
      'update',
      'update',
      'create',
    ]);
  });

  it('holds two lists of 100,000 targeting keys, added in parts', { timeout: 180_000 }, async () => {
    await plane.request('POST', segments, { key: 'large' });
    const keys = (prefix: string, part: number) =>
      Array.from({ length: 5_000 }, (_, index) => `${prefix}-${part * 5_000 + index}-of-a-long-list`);
    for (let part = 0; part < 20; part += 1) {
      const changes = { included: { add: keys('in', part) }, excluded: { add: keys('out', part) } };
      expect((await plane.request('PATCH', `${segments}/large/members`, changes)).status).toBe(200);
    }
    const read = await plane.request('GET', `${segments}/large`);
    expect(read.body.included).toHaveLength(100_000);
    expect(read.body.excluded.at(-1)).toBe('out-99999-of-a-long-list');
    const { status } = await plane.sendRaw('PATCH', `${segments}/large/members`, {
      included: { add: ['more'] },
    });
    expect(status).toBe(409);
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?limit=1`);
    expect(body.items[0]).toMatchObject({ action: 'update', valuesOmitted: true, newValue: null });
    const entry = await plane.request('GET', `/api/projects/${projectId}/audit/${body.items[0]?.id}`);
    expect(entry.body.newValue).toMatchObject({ members: { included: { removed: [], count: 100_000 } } });
  });

  it('gains and loses members by changes, which take one version each if they change anything', async () => {
    await plane.request('POST', segments, { key: 'staff', included: ['a', 'b'] });
    const members = `${segments}/staff/members` as const;
    const changes = { included: { add: ['c', 'a'], remove: ['b', 'x'] }, excluded: { add: ['z'] } };
    expect(await plane.request('PATCH', members, changes)).toMatchObject({
      status: 200,
      body: { key: 'staff', members: { included: 2, excluded: 1 } },
    });
    expect((await plane.request('GET', `${segments}/staff`)).body).toMatchObject({
      included: ['a', 'c'],
      excluded: ['z'],
    });
    expect(await versions()).toEqual([3, 3]);
    expect((await plane.request('PATCH', members, changes)).status).toBe(200);
    expect(await versions()).toEqual([3, 3]);
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?limit=1`);
    expect(body.items[0]?.newValue).toEqual({
      members: {
        included: { added: ['c'], removed: ['b'], count: 2 },
        excluded: { added: ['z'], removed: [], count: 1 },
      },
    });
  });

  it('refuses changes of more than 10,000 members, and of one key both ways', async () => {
    await plane.request('POST', segments, { key: 'staff' });
    const members = `${segments}/staff/members` as const;
    const many = Array.from({ length: 10_001 }, (_, index) => `u-${index}`);
    const halves = { included: { add: many.slice(0, 6_000) }, excluded: { add: many.slice(0, 6_000) } };
    expect((await plane.sendRaw('PATCH', members, { included: { add: many } })).status).toBe(400);
    expect((await plane.sendRaw('PATCH', members, halves)).status).toBe(400);
    expect(
      await plane.sendRaw('PATCH', members, { included: { add: ['a'], remove: ['b', 'a'] } }),
    ).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'included.remove[1]' }] },
    });
  });

  it('that is sent as a whole and too large is refused with the way to send it in parts', async () => {
    const included = Array.from({ length: 100_000 }, (_, index) => `${index}`.padStart(50, 'u'));
    const refused = await plane.sendRaw('POST', segments, { key: 'large', included });
    expect(refused.status).toBe(413);
    expect(problemOf(refused).detail).toContain('/members');
  });

  it.each([
    ['a number', 'eq', 9007199254740992],
    ['a pattern', 'regex', '\\pL{1000}'],
  ])('of an earlier release with %s that is refused today can be changed', async (_, operator, value) => {
    const conditionOf = (entry: string | number) => ({
      conditionType: 'custom' as const,
      attribute: 'plan',
      operator,
      values: [entry],
    });
    const created = await plane.request('POST', segments, {
      key: 'old',
      rules: [{ conditions: [conditionOf('x')] }],
    });
    const rules = [{ conditions: [conditionOf(value)] }];
    const sql = postgres(plane.database.url, { max: 1 });
    await sql`update segments set rules = ${sql.json(rules)} where id = ${created.body.id}`;
    await sql.end();
    const path = `${segments}/old` as const;
    expect((await plane.request('PATCH', path, { excluded: ['u-2'] })).status).toBe(200);
    expect((await plane.sendRaw('PATCH', path, { rules: [...rules, { conditions: [] }] })).status).toBe(400);
  });

  it('may refer to other segments that exist, but not in a cycle', async () => {
    await plane.request('POST', segments, { key: 'a' });
    await plane.request('POST', segments, { key: 'b', rules: [inSegment('a')] });
    const answer = await plane.sendRaw('PATCH', `${segments}/a`, {
      rules: [inSegment('nobody'), inSegment('b')],
    });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          { path: 'rules[0].conditions[0].values[0]', message: 'there is no segment "nobody"' },
          {
            path: 'rules[1].conditions[0].values[0]',
            message: 'creates a cycle: "a" refers to "b" refers to "a"',
          },
        ],
      },
    });
    expect(await plane.sendRaw('POST', segments, { key: 'self', rules: [inSegment('self')] })).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'creates a cycle: "self" refers to "self"' }] },
    });
    expect((await plane.request('GET', `${segments}/b`)).body.rules).toMatchObject([inSegment('a')]);
  });

  it('cannot be deleted while a flag or a segment uses it', async () => {
    await plane.request('POST', segments, { key: 'base' });
    await plane.request('POST', segments, { key: 'user', rules: [inSegment('base')] });
    await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'f', type: 'boolean' });
    const path = `/api/projects/${projectId}/flags/f/environments/staging` as const;
    const rule = { priority: 1, ...inSegment('base'), serve: { variation: 'on' } };
    expect((await plane.request('PATCH', path, { rules: [rule] })).body.rules[0]?.conditions[0]).toEqual({
      conditionType: 'segment',
      attribute: '',
      operator: 'in',
      values: ['base'],
    });
    const refused = await plane.sendRaw('DELETE', `${segments}/base`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'IN_USE' } });
    expect(problemOf(refused).detail).toContain('flag "f" in environment "staging", segment "user"');
    await plane.request('PATCH', path, { rules: [] });
    await plane.request('DELETE', `${segments}/user`);
    expect((await plane.request('DELETE', `${segments}/base`)).status).toBe(204);
  });
});
