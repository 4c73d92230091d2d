import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import { problemOf } from '../../../test/support/api-request.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;
let path: ReturnType<typeof documentOf>;

beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

const RED = { key: 'red', value: 'ff0000', name: 'Red', description: '' };
const BLUE = { key: 'blue', value: '0000ff', name: 'Blue', description: '' };
const GREEN = { key: 'green', value: '00ff00', name: 'Green', description: '' };

beforeEach(async () => {
  projectId = await createProject(plane.api);
  const flag = { key: 'colour', type: 'string', variations: [RED, BLUE], defaultValue: 'ff0000' } as const;
  expect((await plane.request('POST', `/api/projects/${projectId}/flags`, flag)).status).toBe(201);
  path = documentOf('colour');
  plane.hints.environments.length = 0;
});

const documentOf = (flagKey: string) =>
  `/api/projects/${projectId}/flags/${flagKey}/environments/production` as const;
const everybody = (variation: string, priority = 10) => ({ priority, conditions: [], serve: { variation } });
const onPlan = (values: JsonValue[]) => ({
  conditionType: 'custom' as const,
  attribute: 'plan',
  operator: 'in',
  values,
});

function twoRulesOf({ rules: [first, second] }: ManagementSchemas['Configuration']) {
  if (first === undefined || second === undefined) throw new Error('there are no two rules');
  return [first, second] as const;
}

async function addFlag(key: string): Promise<void> {
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key, type: 'boolean' });
}

async function environmentVersion(): Promise<number> {
  return (await plane.request('GET', `/api/projects/${projectId}/environments/production`)).body.version;
}

describe('a configuration', () => {
  it('is replaced as a whole by PUT, which takes one version of the environment', async () => {
    const before = await environmentVersion();
    const document = {
      enabled: true,
      defaultValue: null,
      variations: [RED, GREEN],
      prerequisites: [],
      rules: [
        { ...everybody('red', 50), description: 'Everybody else' },
        {
          priority: 10,
          description: 'Premium',
          conditions: [onPlan(['premium', 'enterprise'])],
          serve: {
            rollout: {
              variations: [
                { variation: 'red', weight: 25_000 },
                { variation: 'green', weight: 75_000 },
              ],
              bucketBy: 'company.id',
              seed: 'spring',
            },
          },
        },
      ],
    };
    const put = await plane.request('PUT', path, document);
    expect(put.status).toBe(200);
    const [first, second] = document.rules;
    expect(put.body).toEqual({
      ...document,
      rules: [
        { ...second, id: expect.any(String) },
        { ...first, id: expect.any(String) },
      ],
      version: before + 1,
    });
    expect((await plane.request('GET', path)).body).toEqual(put.body);
    expect(await environmentVersion()).toBe(before + 1);
    const { body } = await plane.request('GET', `/api/projects/${projectId}/environments/production`);
    expect(plane.hints.environments).toEqual([body.id]);
  });

  it('changes only in the members given to PATCH', async () => {
    await plane.request('PATCH', path, { rules: [everybody('blue')] });
    const patched = await plane.request('PATCH', path, { enabled: true });
    expect(patched.body).toMatchObject({ enabled: true, defaultValue: 'ff0000', variations: [RED, BLUE] });
    expect(patched.body.rules).toMatchObject([{ serve: { variation: 'blue' } }]);
  });

  it('that is written back unchanged takes no version, writes no audit entry and sends no hint', async () => {
    await plane.request('PATCH', path, { rules: [everybody('blue')], enabled: true });
    plane.hints.environments.length = 0;
    const { body, headers } = await plane.request('GET', path);
    const audit = await plane.request('GET', `/api/projects/${projectId}/audit`);
    const again = await plane.request('PUT', path, body, { 'if-match': headers.get('etag') ?? '' });
    expect(again).toMatchObject({ status: 200, body });
    expect(again.headers.get('etag')).toBe(headers.get('etag'));
    expect((await plane.request('GET', `/api/projects/${projectId}/audit`)).body).toEqual(audit.body);
    expect(plane.hints.environments).toEqual([]);
  });

  it('that is written back without rule ids takes no version if its rules are equal', async () => {
    await plane.request('PATCH', path, {
      rules: [everybody('blue'), { ...everybody('red', 5), conditions: [onPlan(['x'])] }],
    });
    const { body } = await plane.request('GET', path);
    const rules = body.rules.map(({ id: _, ...rule }) => rule);
    expect((await plane.request('PATCH', path, { rules })).body).toEqual(body);
  });

  it('keeps the id of a changed rule that names its id', async () => {
    const first = await plane.request('PATCH', path, { rules: [everybody('blue'), everybody('red', 20)] });
    const [blue, red] = twoRulesOf(first.body);
    const second = await plane.request('PATCH', path, {
      rules: [
        { ...red, priority: 1, conditions: [onPlan(['basic'])] },
        { ...blue, priority: 20 },
      ],
    });
    expect(second.body.rules).toMatchObject([
      { id: red.id, priority: 1, serve: { variation: 'red' } },
      { id: blue.id, priority: 20 },
    ]);
  });

  it('swaps priorities of rules in one change', async () => {
    const { body } = await plane.request('PATCH', path, {
      rules: [everybody('blue', 1), everybody('red', 2)],
    });
    const [blue, red] = twoRulesOf(body);
    const swapped = await plane.request('PATCH', path, {
      rules: [
        { ...blue, priority: 2 },
        { ...red, priority: 1 },
      ],
    });
    expect(swapped.body.rules.map((rule) => rule.id)).toEqual([red.id, blue.id]);
  });

  it('of an unknown flag, environment or project is not found', async () => {
    for (const unknown of [
      documentOf('nothing'),
      path.replace('production', 'nowhere'),
      path.replace(projectId, '00000000-0000-4000-8000-000000000000'),
    ]) {
      expect((await plane.sendRaw('GET', unknown)).status).toBe(404);
      expect(await plane.sendRaw('PATCH', unknown, { enabled: true })).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    }
  });
});

describe('a precondition', () => {
  it('in If-Match refuses the change if the configuration has changed', async () => {
    const read = await plane.request('GET', path);
    const etag = read.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+-[0-9a-f]{16}"$/);
    await plane.request('PATCH', path, { enabled: true });
    const refused = await plane.sendRaw('PATCH', path, { enabled: false }, { 'if-match': etag });
    expect(refused).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    const current = (await plane.request('GET', path)).headers.get('etag') ?? '';
    for (const [tags, status] of [
      [`W/${current}`, 412],
      ['"1-0000000000000000"', 412],
      [`"1-0000000000000000", ${current}`, 200],
      ['*', 200],
    ] as const) {
      expect((await plane.sendRaw('PATCH', path, { enabled: true }, { 'if-match': tags })).status, tags).toBe(
        status,
      );
    }
  });

  it('may also be the version in the body', async () => {
    const { body } = await plane.request('GET', path);
    await plane.request('PATCH', path, { enabled: true });
    expect(await plane.sendRaw('PUT', path, body)).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  });
});

describe('an invalid configuration', () => {
  it('is refused with every fault of its shape and the path of each', async () => {
    const answer = await plane.sendRaw('PUT', path, {
      enabled: 'yes',
      variations: [{ key: 'a b', value: 1 }, { key: 'x' }],
      prerequisites: [],
      rules: [{ priority: -1, conditions: [], serve: { variation: 'red', rollout: undefined }, colour: 1 }],
      extra: true,
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: 400, code: 'INVALID_REQUEST', title: 'Bad request' });
    expect(
      problemOf(answer)
        .errors?.map((fault) => fault.path)
        .sort(),
    ).toEqual([
      'defaultValue',
      'enabled',
      'extra',
      'rules[0].colour',
      'rules[0].priority',
      'variations[0].key',
      'variations[1].value',
    ]);
  });

  it('is refused if a condition compares a number for equality that no number equals', async () => {
    const values = [1, 9007199254740992];
    const conditionOf = (operator: string) => ({ ...onPlan(values), operator });
    const rule = { ...everybody('red'), conditions: ['eq', 'neq', 'in', 'not_in', 'gte'].map(conditionOf) };
    const answer = await plane.sendRaw('PATCH', path, { rules: [rule] });
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map((fault) => fault.path)).toEqual([
      'rules[0].conditions[0].values[1]',
      'rules[0].conditions[1].values[1]',
      'rules[0].conditions[2].values[1]',
      'rules[0].conditions[3].values[1]',
    ]);
  });

  it.each([
    ['a number that is refused today', 'eq', 9007199254740992],
    ['a pattern that is refused today', 'regex', '\\pL{1000}'],
  ])(
    'of an earlier release with %s can be changed, and its flag switched off',
    async (_, operator, value) => {
      const conditions = [{ ...onPlan(['x']), operator }];
      const rules = [{ ...everybody('red'), conditions }];
      const stored = await plane.request('PATCH', path, { enabled: true, rules });
      const sql = postgres(plane.database.url, { max: 1 });
      await sql`update rule_conditions set values = ${sql.json([value])}
      where targeting_rule_id = ${stored.body.rules[0]?.id ?? ''}`;
      await sql.end();
      expect(await plane.request('PATCH', path, { enabled: false })).toMatchObject({
        body: { enabled: false },
      });
      const [rule] = (await plane.request('GET', path)).body.rules;
      if (rule === undefined) throw new Error('the rule is lost');
      const second = { ...everybody('blue', 20), conditions: [onPlan(['pro'])] };
      expect((await plane.request('PATCH', path, { rules: [rule, second] })).status).toBe(200);
      const copy = {
        ...rule,
        id: undefined,
        priority: 30,
        conditions: [{ ...conditions[0], values: [value] }],
      };
      expect((await plane.sendRaw('PATCH', path, { rules: [rule, second, copy] })).status).toBe(400);
    },
  );

  it('is refused with every fault of its meaning and the path of each', async () => {
    await addFlag('other');
    const answer = await plane.sendRaw('PUT', path, {
      enabled: true,
      defaultValue: 7,
      variations: [RED, { ...RED, value: true }],
      prerequisites: [
        { flagKey: 'colour', variations: ['red'] },
        { flagKey: 'missing', variations: ['on'] },
        { flagKey: 'other', variations: ['on', 'maybe'] },
      ],
      rules: [
        everybody('purple'),
        {
          priority: 10,
          id: '00000000-0000-4000-8000-000000000000',
          conditions: [
            { conditionType: 'custom', operator: 'resembles', values: [1] },
            { conditionType: 'segment', operator: 'gt', values: ['nobody'], attribute: 'x' },
          ],
          serve: {
            rollout: {
              variations: [
                { variation: 'red', weight: 99_999 },
                { variation: 'teal', weight: 0 },
              ],
            },
          },
        },
      ],
    });
    expect(answer.status).toBe(400);
    expect(
      problemOf(answer)
        .errors?.map((fault) => fault.path)
        .sort(),
    ).toEqual([
      'defaultValue',
      'prerequisites[0].flagKey',
      'prerequisites[1].flagKey',
      'prerequisites[2].variations[1]',
      'rules[0].serve.variation',
      'rules[1].conditions[0].attribute',
      'rules[1].conditions[0].operator',
      'rules[1].conditions[1].attribute',
      'rules[1].conditions[1].operator',
      'rules[1].conditions[1].values[0]',
      'rules[1].id',
      'rules[1].priority',
      'rules[1].serve.rollout.variations',
      'rules[1].serve.rollout.variations[1].variation',
      'variations[1].key',
      'variations[1].value',
    ]);
    expect(await plane.request('GET', path)).toMatchObject({ body: { enabled: false } });
  });

  it('is one whose flag is its own prerequisite through other flags', async () => {
    await addFlag('a');
    await addFlag('b');
    const needs = (flagKey: string) => ({ prerequisites: [{ flagKey, variations: ['on'] }] });
    expect((await plane.request('PATCH', documentOf('a'), needs('b'))).status).toBe(200);
    expect(await plane.sendRaw('PATCH', documentOf('b'), needs('a'))).toMatchObject({
      status: 400,
      body: {
        errors: [
          { path: 'prerequisites[0].flagKey', message: 'creates a cycle: "b" requires "a" requires "b"' },
        ],
      },
    });
  });
});

describe('a variation in use', () => {
  it('by a rule that is kept cannot be removed', async () => {
    await plane.request('PATCH', path, { rules: [everybody('blue')] });
    expect(await plane.sendRaw('PATCH', path, { variations: [RED] })).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', detail: expect.stringContaining('"blue" by the rule of priority 10') },
    });
    expect(
      (await plane.request('PATCH', path, { variations: [RED], rules: [everybody('red')] })).status,
    ).toBe(200);
  });

  it('by a prerequisite of another flag cannot be removed until the prerequisite or that flag is deleted', async () => {
    await addFlag('dependent');
    const needs = { prerequisites: [{ flagKey: 'colour', variations: ['blue', 'red'] }] };
    expect((await plane.request('PATCH', documentOf('dependent'), needs)).body.prerequisites).toEqual([
      { flagKey: 'colour', variations: ['blue', 'red'] },
    ]);
    expect(await plane.sendRaw('PATCH', path, { variations: [RED] })).toMatchObject({
      status: 409,
      body: { code: 'IN_USE', detail: expect.stringContaining('flag "dependent"') },
    });
    await plane.request('DELETE', `/api/projects/${projectId}/flags/dependent`);
    expect((await plane.request('PATCH', path, { variations: [RED] })).status).toBe(200);
  });

  it('keeps its id when its value and its order change', async () => {
    await addFlag('dependent');
    await plane.request('PATCH', documentOf('dependent'), {
      prerequisites: [{ flagKey: 'colour', variations: ['blue'] }],
    });
    await plane.request('PATCH', path, { rules: [everybody('blue')] });
    const repainted = { ...BLUE, value: '0000aa' };
    const { body } = await plane.request('PATCH', path, { variations: [GREEN, repainted, RED] });
    expect(body.variations).toEqual([GREEN, repainted, RED]);
    expect(body.rules).toMatchObject([{ serve: { variation: 'blue' } }]);
    expect((await plane.request('GET', documentOf('dependent'))).body.prerequisites).toEqual([
      { flagKey: 'colour', variations: ['blue'] },
    ]);
  });
});

describe('the audit log', () => {
  it('contains the configuration before and after, and each rule that was added, changed or removed', async () => {
    const first = await plane.request('PATCH', path, { rules: [everybody('blue'), everybody('red', 20)] });
    const [blue, red] = twoRulesOf(first.body);
    await plane.request('PATCH', path, { rules: [{ ...blue, description: 'New' }, everybody('blue', 30)] });
    const { body } = await plane.request('GET', `/api/projects/${projectId}/audit?limit=4`);
    const entries = body.items.map((entry) => [entry.resourceType, entry.action, entry.resourceId]);
    expect(entries).toEqual([
      ['rule', 'create', expect.any(String)],
      ['rule', 'update', blue.id],
      ['rule', 'delete', red.id],
      ['flag_environment', 'update', expect.any(String)],
    ]);
    const { version: _, ...before } = first.body;
    expect(body.items[3]).toMatchObject({ oldValue: before, userName: 'First admin', valuesOmitted: false });
    expect(body.items[3]?.newValue).toMatchObject({ rules: [{}, {}] });
  });
});
