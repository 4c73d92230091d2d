import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { rebuildState } from '../../domain/history/rebuild-state.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

let projectId: string;
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production', 'staging']);
});

const api = (method: string, below: string, body?: unknown) =>
  plane.api(method, `/api/projects/${projectId}${below}`, body);

const jsonSchema = {
  type: 'object',
  required: ['steps'],
  properties: { steps: { type: 'array', items: { $ref: '#/$defs/step' } } },
  $defs: { step: { type: 'string', pattern: '^[a-z]+$' } },
};
const variation = (...steps: unknown[]) => ({ key: 'a', value: { steps } });
const newFlag = {
  key: 'checkout',
  type: 'json',
  jsonSchema,
  variations: [variation('pay')],
  defaultValue: { steps: [] },
};
const update = (patch: object) => ({ kind: 'flag.update', flagKey: 'checkout', patch });
const configure = (patch: object) => ({
  kind: 'configuration.update',
  flagKey: 'checkout',
  environmentKey: 'production',
  patch,
});
async function problemsOf(...operations: readonly object[]) {
  const draft = await api('POST', '/change-sets', { name: 'Draft', operations });
  const { body } = await api('GET', `/change-sets/${draft.body.id}/problems`);
  return { path: `/change-sets/${draft.body.id}`, problems: body.problems, total: body.problemsTotal };
}

describe('a JSON Schema of a flag', () => {
  it('holds for the values of a new flag, and for values that change', async () => {
    const wrong = { ...newFlag, variations: [variation('pay', 'PAY')], defaultValue: {} };
    expect(await api('POST', '/flags', wrong)).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            path: 'variations[0].value',
            message: expect.stringMatching(/^at \/steps\/1 must match the pattern/),
          },
          { path: 'defaultValue', message: expect.stringMatching(/must have the member "steps"/) },
        ],
      },
    });
    expect(await api('POST', '/flags', newFlag)).toMatchObject({ status: 201, body: { jsonSchema } });
    const configuration = '/flags/checkout/environments/production';
    const changed = await api('PATCH', configuration, {
      variations: [variation('pay'), { key: 'b', value: [] }],
    });
    expect(changed).toMatchObject({ status: 400, body: { errors: [{ path: 'variations[1].value' }] } });
    expect((await api('PATCH', configuration, { variations: [variation('ship')] })).status).toBe(200);
    const { problems } = await problemsOf(configure({ variations: [variation('pay', 7, 'A/B')] }));
    expect(problems).toMatchObject([
      { pointer: '/operations/0/patch/variations/0/value/steps/1', code: 'INVALID_REQUEST' },
      { pointer: '/operations/0/patch/variations/0/value/steps/2' },
    ]);
  });

  it('is refused if values that are there violate it, with their places', async () => {
    await api('POST', '/flags', { ...newFlag, jsonSchema: null });
    await api('PATCH', '/flags/checkout/environments/staging', { variations: [variation('Pay')] });
    expect(await api('PATCH', '/flags/checkout', { jsonSchema })).toMatchObject({
      status: 400,
      body: {
        errors: [
          {
            path: 'jsonSchema',
            message: expect.stringMatching(
              /^The value of variation "a" in environment "staging" does not match: at \/steps\/0 must match/,
            ),
          },
        ],
      },
    });
    const wrong = configure({
      variations: Array.from({ length: 3 }, (_, i) => ({ key: `k${i}`, value: { steps: list(60) } })),
    });
    const { problems, total } = await problemsOf(update({ jsonSchema }), wrong);
    expect(problems).toHaveLength(100);
    expect(total).toBe(181);
    expect(problems[0].pointer).toBe('/operations/1/patch/variations/0/value/steps/0');
    const together = await problemsOf(update({ jsonSchema }), {
      ...configure({ variations: [variation('pay')] }),
      environmentKey: 'staging',
    });
    expect(together.problems).toEqual([]);
    expect((await api('POST', `${together.path}/apply`)).status).toBe(200);
  });

  it('is refused if it is none, or of another type of flag', async () => {
    await api('POST', '/flags', newFlag);
    await api('POST', '/flags', { key: 'simple', type: 'boolean' });
    const bad = { properties: { 'a/b': { type: 'text' } }, patternProperties: { '(a)\\1': true } };
    expect((await api('PATCH', '/flags/checkout', { jsonSchema: bad })).body.errors).toMatchObject([
      { path: 'jsonSchema', message: expect.stringMatching(/^\/properties\/a~1b\/type must be one of/) },
    ]);
    const { problems } = await problemsOf(update({ jsonSchema: bad }));
    expect(problems).toMatchObject([{ pointer: '/operations/0/patch/jsonSchema/properties/a~1b/type' }]);
    expect((await api('PATCH', '/flags/simple', { jsonSchema: {} })).body.errors).toMatchObject([
      { path: 'jsonSchema', message: expect.stringMatching(/of type json only/) },
    ]);
    expect((await api('PATCH', '/flags/checkout', { jsonSchema: 'x' })).status).toBe(400);
  });

  it('whose cost is not bounded is refused', async () => {
    await api('POST', '/flags', { ...newFlag, jsonSchema: null });
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => {
        const next = { $ref: `#/$defs/d${i + 1}` };
        return [`d${i}`, { allOf: [next, next] }];
      }),
    );
    const nest = { $defs: { ...$defs, d40: {} }, $ref: '#/$defs/d0' };
    expect((await api('PATCH', '/flags/checkout', { jsonSchema: nest })).body.errors[0].message).toMatch(
      /too long/,
    );
    const backtracking = { properties: { steps: { items: { pattern: '^(a+)+$' } } } };
    expect((await api('PATCH', '/flags/checkout', { jsonSchema: backtracking })).status).toBe(400);
    const long = {
      key: 'long',
      type: 'json',
      jsonSchema: backtracking,
      variations: [variation(`${'a'.repeat(60_000)}!`)],
      defaultValue: {},
    };
    expect((await api('POST', '/flags', long)).body.errors).toHaveLength(1);
  });

  it('is no matter of readers: it takes no version, and protection leaves it free', async () => {
    await api('POST', '/flags', newFlag);
    const protection = { approvals: 1, approverRole: 'editor', reason: 'A test' };
    await api('PUT', '/environments/production/protection', protection);
    const before = await environmentVersions(plane.api, projectId);
    expect((await api('PATCH', '/flags/checkout', { jsonSchema: { type: 'object' } })).status).toBe(200);
    expect((await api('PATCH', '/flags/checkout', { jsonSchema: null })).body.jsonSchema).toBe(null);
    expect(await environmentVersions(plane.api, projectId)).toEqual(before);
  });

  it('is in the history, the document and copies, and comes back with a revert', async () => {
    await api('POST', '/flags', newFlag);
    await api('PATCH', '/flags/checkout', { jsonSchema: null });
    const { body } = await api('GET', '/change-sets?state=applied&limit=1');
    const diff = await api('GET', `/change-sets/${body.items[0].id}/diff`);
    expect(diff.body.lines).toEqual(['flag "checkout": JSON Schema removed']);
    const revert = await api('POST', `/change-sets/${body.items[0].id}/revert`);
    expect((await api('POST', `/change-sets/${revert.body.id}/apply`)).status).toBe(200);
    expect((await api('GET', '/flags/checkout')).body.jsonSchema).toEqual(jsonSchema);
    await api('POST', '/flags/checkout/copy', { key: 'copy' });
    const document = (await api('GET', '/document')).body;
    expect(document.flags).toMatchObject({ checkout: { jsonSchema }, copy: { jsonSchema } });
    expect((await api('POST', '/document/plan', document)).body.operations).toEqual([]);
    delete document.flags.copy.jsonSchema;
    const planned = await api('POST', '/document/plan', document);
    expect(planned.body.lines).toEqual(['flag "copy": JSON Schema removed']);
    const sql = postgres(plane.database.url, { max: 2 });
    const { flags } = await rebuildState(sql, { projectId });
    await sql.end();
    expect([...flags.values()].map((flag) => flag.jsonSchema)).toEqual([jsonSchema, jsonSchema]);
  });
});

const list = (length: number) => Array.from({ length }, (_, index) => index);
