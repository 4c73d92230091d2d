import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let projectId: string;

beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production', 'staging']);
  await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
});

const call = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
  plane.api(method, `/api/projects/${projectId}${path}`, body, headers);

const inProduction = { flagKey: 'checkout', environmentKey: 'production' };
const turnOn = { kind: 'configuration.update', ...inProduction, patch: { enabled: true } };
const configuration = async (environment = 'production') =>
  (await call('GET', `/flags/checkout/environments/${environment}`)).body;

/** @returns the path of the new draft */
async function draft(...operations: readonly unknown[]): Promise<string> {
  const { status, body } = await call('POST', '/change-sets', { name: 'Release', operations });
  expect(status, JSON.stringify(body)).toBe(201);
  return `/change-sets/${body.id}`;
}

describe('a draft', () => {
  it('is filled in, reviewed and applied as one: one version an environment, and one entry of the history', async () => {
    const path = await draft(turnOn);
    const segment = { key: 'beta', included: ['u-1'] };
    const rule = {
      priority: 5,
      conditions: [{ conditionType: 'segment', attribute: '', operator: 'in', values: ['beta'] }],
      serve: { variation: 'off' },
    };
    const added = await call('POST', `${path}/operations`, {
      operations: [
        { kind: 'rule.add', ...inProduction, rule },
        { kind: 'segment.create', segment },
        { kind: 'flag.create', flag: { key: 'banner', type: 'boolean' } },
        {
          kind: 'configuration.update',
          flagKey: 'banner',
          environmentKey: 'staging',
          patch: { enabled: true },
        },
        { kind: 'segment.members', segmentKey: 'beta', changes: { included: { add: ['u-2'] } } },
      ],
    });
    expect(added.body).toMatchObject({
      state: 'draft',
      number: null,
      operationCount: 6,
      flagKeys: ['checkout', 'banner'],
      segmentKeys: ['beta'],
    });
    expect((await call('GET', `${path}/problems`)).body).toMatchObject({ isBehind: false, problemsTotal: 0 });
    const diff = await call('GET', `${path}/diff`);
    expect(diff.body.lines).toEqual(
      expect.arrayContaining([
        'flag "banner": created, of type boolean',
        'flag "checkout" in production: turned on',
        'segment "beta": created',
      ]),
    );
    const before = await environmentVersions(plane.api, projectId);
    const applied = await call('POST', `${path}/apply`, undefined, {
      'if-match': added.headers.get('etag') ?? '',
    });
    expect(applied.body).toMatchObject({ state: 'applied', number: 4, origin: 'draft' });
    expect(await environmentVersions(plane.api, projectId)).toEqual(before.map((version) => version + 1));
    expect(await configuration()).toMatchObject({ enabled: true });
    expect((await configuration()).rules).toContainEqual(expect.objectContaining(rule));
    expect((await call('GET', '/segments/beta')).body.included).toEqual(['u-1', 'u-2']);
    const history = await call('GET', '/change-sets?state=applied');
    expect(history.body.items.map(({ number }: { number: number }) => number)).toEqual([4, 3, 2, 1]);
    expect((await call('GET', `${path}/diff`)).body.changes).toHaveLength(diff.body.changes.length);
  });

  it('is shown as text to callers that prefer it', async () => {
    const path = await draft(turnOn);
    const url = new URL(`/api/projects/${projectId}${path}/diff`, plane.controlPlane.url);
    const authorization = `Bearer sf_api_${'a'.repeat(40)}`;
    const response = await fetch(url, { headers: { authorization, accept: 'text/plain' } });
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('flag "checkout" in production: turned on\n');
  });

  it('keeps what others have changed meanwhile, and merges what it changes itself', async () => {
    const path = await draft({
      kind: 'configuration.replace',
      ...inProduction,
      configuration: { ...(await withoutVersion()), defaultValue: true },
    });
    await call('PATCH', '/flags/checkout/environments/production', { enabled: true });
    expect((await call('GET', `${path}/problems`)).body).toMatchObject({ isBehind: true, conflictsTotal: 0 });
    expect((await call('GET', `${path}/diff`)).body.lines).toEqual([
      'flag "checkout" in production: default value: false → true',
    ]);
    expect((await call('POST', `${path}/apply`)).status).toBe(200);
    expect(await configuration()).toMatchObject({ enabled: true, defaultValue: true });
  });

  it('names every conflict with its three values, and applies nothing', async () => {
    const path = await draft(
      { kind: 'configuration.update', ...inProduction, patch: { defaultValue: true } },
      { kind: 'flag.update', flagKey: 'checkout', patch: { name: 'Ours', tags: ['t'] } },
    );
    await call('PATCH', '/flags/checkout', { name: 'Theirs' });
    await call('PATCH', '/flags/checkout/environments/production', { defaultValue: null });
    const { body } = await call('GET', `${path}/problems`);
    expect(body.conflicts).toEqual([
      {
        pointer: '/flags/checkout/name',
        operations: [0, 1],
        base: 'checkout',
        proposed: 'Ours',
        current: 'Theirs',
      },
      {
        pointer: '/flags/checkout/environments/production/defaultValue',
        operations: [0, 1],
        base: false,
        proposed: true,
        current: null,
      },
    ]);
    for (const action of ['apply', 'rebase']) {
      const refused = await call('POST', `${path}/${action}`);
      expect(refused.status).toBe(409);
      expect(refused.body.errors.map((error: { path: string }) => error.path)).toEqual([
        '/flags/checkout/name',
        '/flags/checkout/environments/production/defaultValue',
      ]);
    }
    expect((await call('GET', '/flags/checkout')).body).toMatchObject({ name: 'Theirs', tags: [] });
    // Removed and added again, an operation is made from the state of now.
    await call('DELETE', `${path}/operations/1`);
    await call('DELETE', `${path}/operations/0`);
    await call('POST', `${path}/operations`, {
      operations: [{ kind: 'flag.update', flagKey: 'checkout', patch: { name: 'Ours', tags: ['t'] } }],
    });
    expect((await call('POST', `${path}/apply`)).status).toBe(200);
    expect((await call('GET', '/flags/checkout')).body).toMatchObject({ name: 'Ours', tags: ['t'] });
  });

  it('does not change a flag that was deleted and created again with another type', async () => {
    const path = await draft(turnOn);
    await call('DELETE', '/flags/checkout');
    const values = { variations: [{ key: 'on', value: 'a' }], defaultValue: 'a' };
    await call('POST', '/flags', { key: 'checkout', type: 'string', ...values });
    const { status, body } = await call('POST', `${path}/apply`);
    expect(status).toBe(409);
    expect(body.errors).toEqual([
      { path: '/flags/checkout', message: expect.stringMatching(/was deleted .* created again/) },
    ]);
    expect((await call('POST', `${path}/rebase`)).status).toBe(409);
  });

  it('does not change a flag, a segment or an environment that was deleted and created again', async () => {
    await call('POST', '/segments', { key: 'beta' });
    const rename = { kind: 'segment.update', segmentKey: 'beta', patch: { name: 'B' } };
    const onFlag = await draft({ kind: 'flag.update', flagKey: 'checkout', patch: { name: 'New' } }, turnOn);
    const onSegment = await draft(rename);
    const onEnvironment = await draft({ ...turnOn, environmentKey: 'staging' });
    await call('DELETE', '/environments/staging');
    await call('POST', '/environments', { key: 'staging', name: 'staging', sortOrder: 1 });
    // What is about the flag itself is the same in whatever environments there are.
    expect((await call('GET', `${onFlag}/problems`)).body.conflicts).toEqual([]);
    const { id } = (await call('GET', '/flags/checkout')).body;
    await call('DELETE', '/flags/checkout');
    await call('POST', '/flags', { key: 'checkout', type: 'boolean' });
    await call('DELETE', '/segments/beta');
    await call('POST', '/segments', { key: 'beta' });
    const now = (await call('GET', '/flags/checkout')).body;
    expect((await call('GET', `${onFlag}/problems`)).body).toMatchObject({
      isBehind: true,
      conflictsTotal: 1,
      conflicts: [
        {
          pointer: '/flags/checkout',
          operations: [0, 1],
          base: { id },
          proposed: { id },
          current: { id: now.id },
        },
      ],
    });
    const replaced = expect.stringMatching(/^was deleted since the operation was made, and created again/);
    for (const [path, pointer] of [
      [onFlag, '/flags/checkout'],
      [onSegment, '/segments/beta'],
      [onEnvironment, '/flags/checkout/environments/staging'],
    ] as const) {
      const { status, body } = await call('POST', `${path}/apply`);
      expect(status, pointer).toBe(409);
      expect(body.errors).toContainEqual({ path: pointer, message: replaced });
      expect((await call('POST', `${path}/rebase`)).status, pointer).toBe(409);
    }
    await call('DELETE', `${onFlag}/operations/1`);
    await call('DELETE', `${onFlag}/operations/0`);
    await call('POST', `${onFlag}/operations`, { operations: [turnOn] });
    expect((await call('POST', `${onFlag}/apply`)).status).toBe(200);
  });

  it('is rebased: its operations become what is still to be done', async () => {
    const path = await draft(turnOn, { kind: 'flag.update', flagKey: 'checkout', patch: { name: 'New' } });
    await call('PATCH', '/flags/checkout/environments/production', { enabled: true });
    expect((await call('POST', `${path}/rebase`)).body).toMatchObject({ operationCount: 1 });
    expect((await call('GET', `${path}/problems`)).body).toMatchObject({ isBehind: false });
    const { body } = await call('GET', `${path}/operations`);
    expect(body.items[0].operation).toEqual({
      kind: 'flag.update',
      flagKey: 'checkout',
      patch: { name: 'New' },
    });
  });

  it('has every problem of the result by JSON pointer, and is not applied', async () => {
    const path = await draft(
      { kind: 'configuration.update', ...inProduction, patch: { defaultValue: 'text' } },
      {
        kind: 'rule.add',
        ...inProduction,
        rule: { priority: 9, conditions: [], serve: { variation: 'none' } },
      },
    );
    const pointers = ['/operations/0/patch/defaultValue', '/operations/1/rule/serve/variation'];
    const { body } = await call('GET', `${path}/problems`);
    expect(body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers);
    const refused = await call('POST', `${path}/apply`);
    expect(refused.status).toBe(409);
    expect(refused.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(pointers);
    expect((await configuration()).rules).toHaveLength(1);
  });

  it('has rules with ids of their own, in lower case, so that the history and every flag can be read', async () => {
    const id = 'ABCDEFAB-0000-4000-8000-000000000000';
    const rule = { id, priority: 5, conditions: [], serve: { variation: 'off' } };
    const inStaging = { ...inProduction, environmentKey: 'staging' };
    const both = await draft(
      { kind: 'rule.add', ...inProduction, rule },
      { kind: 'rule.add', ...inStaging, rule: { ...rule, id: id.toLowerCase() } },
    );
    const refused = await call('POST', `${both}/apply`);
    expect(refused.status).toBe(409);
    expect(refused.body.errors).toEqual([
      {
        path: '/operations/1/rule/id',
        message: expect.stringMatching(/"checkout" in environment "production"/),
      },
    ]);
    const one = await draft({ kind: 'rule.add', ...inProduction, rule });
    expect((await call('POST', `${one}/apply`)).status).toBe(200);
    const patch = { priority: 6 };
    const other = await draft({ kind: 'rule.update', ...inProduction, ruleId: id, patch });
    const { number } = (await call('POST', `${other}/apply`)).body;
    expect((await configuration()).rules[0]).toMatchObject({ id: id.toLowerCase(), priority: 6 });
    const explained = { ...inProduction, context: {}, after: number };
    expect((await call('POST', '/explain', explained)).status).toBe(200);
    expect((await call('POST', `${one}/revert`)).status).toBe(409);
    expect((await call('POST', `${other}/revert`)).status).toBe(201);
  });

  it('is changed only by callers that have read its current revision, and not after it is applied or discarded', async () => {
    const path = await draft(turnOn);
    expect((await call('PATCH', path, { name: 'B' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await call('POST', `${path}/apply`, undefined, { 'if-match': '"1"' })).status).toBe(412);
    const { headers } = await call('PATCH', path, { name: 'B' }, { 'if-match': '"2"' });
    expect(headers.get('etag')).toBe('"3"');
    expect((await call('POST', `${path}/discard`)).body.state).toBe('discarded');
    expect((await call('GET', `${path}/diff`)).body.detail).toMatch(/discarded/);
    expect((await call('GET', `${path}/operations`)).body.items).toHaveLength(1);
    expect((await call('POST', `${path}/apply`)).status).toBe(409);
    expect((await call('POST', `${path}/operations`, { operations: [turnOn] })).status).toBe(409);
    expect(await configuration()).toMatchObject({ enabled: false });
  });

  it('is applied by exactly one of two callers', async () => {
    const path = await draft(turnOn);
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await call('POST', `${path}/apply`)).status),
    );
    expect(statuses.sort()).toEqual([200, 409, 409]);
  });

  it('is bounded', async () => {
    const path = await draft();
    const many = Array.from({ length: 600 }, () => turnOn);
    expect((await call('POST', `${path}/operations`, { operations: many })).status).toBe(200);
    expect((await call('POST', `${path}/operations`, { operations: many })).status).toBe(409);
    const large = await draft();
    const members = Array.from({ length: 9_000 }, (_, index) => String(index).padStart(110, 'x'));
    const operations = [
      { kind: 'segment.members', segmentKey: 'beta', changes: { included: { add: members } } },
    ];
    const statuses: number[] = [];
    while (statuses.at(-1) !== 409) {
      statuses.push((await call('POST', `${large}/operations`, { operations })).status);
    }
    expect(statuses).toHaveLength(17);
  });
});

describe('a revert', () => {
  it('of any entry is a draft that takes back what it did, and keeps what came later', async () => {
    const path = await draft(
      { kind: 'segment.create', segment: { key: 'beta', included: ['u-1'] } },
      {
        kind: 'rule.add',
        ...inProduction,
        rule: { priority: 1, conditions: [], serve: { variation: 'on' } },
      },
    );
    const before = await configuration();
    await call('POST', `${path}/apply`);
    await call('PATCH', '/flags/checkout/environments/production', { enabled: true });
    const revert = await call('POST', `${path}/revert`);
    expect(revert.body).toMatchObject({
      state: 'draft',
      reverts: path.split('/').at(-1),
      name: 'Revert Release',
    });
    await call('POST', `/change-sets/${revert.body.id}/apply`);
    const { version: _, ...after } = await configuration();
    const { version: __, ...expected } = before;
    expect(after).toEqual({ ...expected, enabled: true });
    expect((await call('GET', '/segments/beta')).status).toBe(404);
    expect((await call('POST', `${path}/revert`)).body.detail).toMatch(/Nothing is left/);
  });

  it('of a deletion brings the flag back, with its rules', async () => {
    const { version: _, ...before } = await configuration();
    await call('DELETE', '/flags/checkout');
    const history = await call('GET', '/change-sets?state=applied&flag=checkout');
    const revert = await call('POST', `/change-sets/${history.body.items[0].id}/revert`);
    expect((await call('POST', `/change-sets/${revert.body.id}/apply`)).status).toBe(200);
    const { version: __, ...after } = await configuration();
    const ids = { rules: before.rules.map((rule: object) => ({ ...rule, id: expect.any(String) })) };
    expect(after).toEqual({ ...before, ...ids });
  });

  it('leaves out environments that are deleted by now', async () => {
    await call('DELETE', '/flags/checkout');
    const history = await call('GET', '/change-sets?state=applied&flag=checkout');
    await call('DELETE', '/environments/staging');
    const revert = await call('POST', `/change-sets/${history.body.items[0].id}/revert`);
    expect((await call('POST', `/change-sets/${revert.body.id}/apply`)).status).toBe(200);
    expect((await configuration()).rules).toHaveLength(1);
  });

  it('names what others have changed since', async () => {
    const path = await draft(turnOn);
    await call('POST', `${path}/apply`);
    await call('DELETE', '/flags/checkout');
    const refused = await call('POST', `${path}/revert`);
    expect(refused.status).toBe(409);
    expect(refused.body.errors[0].path).toBe('/flags/checkout/environments/production/enabled');
  });
});

it('is found by flag, segment, environment, author and state, page by page', async () => {
  const scheduled = await draft(turnOn);
  await draft({ kind: 'segment.create', segment: { key: 'beta' } });
  const names = async (query: string) => (await call('GET', `/change-sets?${query}`)).body.items.length;
  expect(await names('state=draft')).toBe(2);
  expect(await names('state=draft&flag=checkout')).toBe(1);
  expect(await names('state=draft&segment=beta')).toBe(1);
  expect(await names('state=draft&environment=production')).toBe(1);
  expect(await names('scheduled=true')).toBe(0);
  await call('PUT', `${scheduled}/schedule`, { applyAt: '2100-01-01T00:00:00Z' });
  expect(await names('scheduled=true')).toBe(1);
  expect(await names('scheduled=true&state=draft')).toBe(1);
  expect(await names('scheduled=true&flag=other')).toBe(0);
  await call('DELETE', `${scheduled}/schedule`);
  expect(await names('scheduled=true')).toBe(0);
  expect(await names('author=00000000-0000-4000-8000-000000000000')).toBe(0);
  const first = await call('GET', '/change-sets?limit=2');
  const second = await call('GET', `/change-sets?limit=100&after=${first.body.next}`);
  expect(first.body.items.length + second.body.items.length).toBe(5);
  expect(second.body.next).toBe(null);
});

async function withoutVersion() {
  const { version: _, ...members } = await configuration();
  return members;
}
