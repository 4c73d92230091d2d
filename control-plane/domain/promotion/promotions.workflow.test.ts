import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import { rawRequestBelow, requestBelow } from '../../../test/support/api-request.ts';
import { projectRequest } from '../../../test/support/control-plane/random-requests.ts';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane();
});
afterAll(() => plane.stop());

let path: `/api/projects/${string}`;
const newProject = async () => {
  path = `/api/projects/${await createProject(plane.api, ['production', 'staging'])}`;
};
beforeEach(newProject);

const api = requestBelow(
  () => plane.request,
  () => path,
);
const apiRaw = rawRequestBelow(
  () => plane.sendRaw,
  () => path,
);
const configure = async (
  flagKey: string,
  environment: string,
  patch: ManagementSchemas['ConfigurationPatch'],
) => expect((await api('PATCH', `/flags/${flagKey}/environments/${environment}`, patch)).status).toBe(200);
const compare = async (query = '', from = 'staging', to = 'production') =>
  api('GET', `/environments/${from}/compare/${to}${query}`);
const promote = (body: ManagementSchemas['NewPromotion'] = {}) =>
  api('POST', '/environments/staging/promote/production', body);
const configurationOf = async (flagKey: string, environment: string) => {
  const {
    version: _,
    rules,
    ...rest
  } = (await api('GET', `/flags/${flagKey}/environments/${environment}`)).body;
  return { ...rest, rules: rules.map(({ id: __, ...rule }) => rule) };
};
const ruleFor = (plan: string, priority: number, variation = 'on') => ({
  priority,
  conditions: [{ conditionType: 'custom' as const, attribute: 'plan', operator: 'in', values: [plan] }],
  serve: { variation },
});
async function applied(id: string | undefined): Promise<void> {
  const answer = await api('POST', `/change-sets/${id}/apply`);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
}

describe('a promotion', () => {
  it('makes the flags of two environments the same; then nothing is left to promote', async () => {
    const requests = fc.array(
      projectRequest.filter(({ path: below }) => !below.startsWith('/environments')),
      { minLength: 15, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(requests, async (given) => {
        await newProject();
        for (const key of ['a', 'b', 'c', 'z']) await api('POST', '/flags', { key, type: 'boolean' });
        await configure('z', 'staging', { enabled: true });
        for (const { method, path: below, body } of given) await apiRaw(method, below, body);
        const before = await compare('?onlyDifferent=true');
        const promotion = await promote();
        const different = before.body.items.map(({ flagKey }) => flagKey);
        expect(promotion.body.flagKeys, JSON.stringify(promotion.body)).toEqual(different);
        const id = promotion.body.changeSet?.id ?? '';
        expect(promotion).toMatchObject({ status: 201, body: { problemsTotal: 0 } });
        const diff = (await api('GET', `/change-sets/${id}/diff`)).body;
        // New rules have other ids, by which the lines are ordered.
        const shown = before.body.items.flatMap(({ lines }) => lines);
        expect(diff.lines.toSorted()).toEqual(shown.toSorted());
        await applied(id);
        const after = await compare();
        expect(after.body.items.every(({ isSame }) => isSame)).toBe(true);
        expect((await compare('', 'production', 'staging')).body.items).toEqual(after.body.items);
        expect(await promote()).toMatchObject({ status: 200, body: { changeSet: null, flagKeys: [] } });
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('leaves parts as they are that are not named, and keeps rules that correspond', async () => {
    await api('POST', '/flags', { key: 'checkout', type: 'boolean' });
    await configure('checkout', 'production', { rules: [ruleFor('x', 1), ruleFor('y', 2)] });
    const rules = [ruleFor('x', 1, 'off'), ruleFor('z', 5)];
    await configure('checkout', 'staging', { enabled: true, defaultValue: true, rules });
    const { body } = await promote({ parts: ['rules', 'defaultValue'], name: 'Friday' });
    expect(body.changeSet).toMatchObject({ name: 'Friday', state: 'draft', environmentKeys: ['production'] });
    const { lines } = (await api('GET', `/change-sets/${body.changeSet?.id}/diff`)).body;
    expect(lines.toSorted()).toEqual([
      'flag "checkout" in production: default value: false → true',
      'flag "checkout" in production: rule 1: off: 0 % → 100 %',
      'flag "checkout" in production: rule 1: on: 100 % → 0 %',
      'flag "checkout" in production: rule 2 added',
      'flag "checkout" in production: rule 2 removed',
    ]);
    await applied(body.changeSet?.id);
    expect(await configurationOf('checkout', 'production')).toEqual({
      ...(await configurationOf('checkout', 'staging')),
      enabled: false,
    });
    expect((await compare()).body.items[0]?.lines).toEqual(['flag "checkout" in production: turned on']);
  });

  it('of chosen flags names by pointer what is missing in the target', async () => {
    for (const key of ['checkout', 'banner', 'other']) {
      await api('POST', '/flags', { key, type: 'boolean', tags: [`of-${key}`] });
    }
    const variations = [
      { key: 'on', value: true },
      { key: 'off', value: false },
      { key: 'beta', value: true },
    ];
    await configure('banner', 'staging', { variations });
    await configure('other', 'staging', { enabled: true });
    await configure('checkout', 'staging', { prerequisites: [{ flagKey: 'banner', variations: ['beta'] }] });
    const { body } = await promote({ flagKeys: ['checkout', 'other'], tags: ['of-checkout', 'of-none'] });
    expect(body).toMatchObject({
      flagKeys: ['checkout'],
      problemsTotal: 1,
      problems: [{ pointer: '/operations/0/patch/prerequisites/0/variations/0' }],
    });
    const both = await promote({ flagKeys: ['checkout', 'banner'] });
    expect(both.body).toMatchObject({ flagKeys: ['banner', 'checkout'], problems: [] });
    await applied(both.body.changeSet?.id);
    const left = await compare('?onlyDifferent=true');
    expect(left.body.items.map(({ flagKey }) => flagKey)).toEqual(['other']);
    expect((await compare('?tags=of-banner,of-none')).body.items).toMatchObject([
      { flagKey: 'banner', isSame: true },
    ]);
    expect((await compare('?flagKeys=other,banner&limit=1')).body).toMatchObject({
      items: [{ flagKey: 'banner' }],
      next: 'banner',
    });
  });

  it('refuses what does not exist, is archived, or is one environment', async () => {
    for (const key of ['checkout', 'old']) await api('POST', '/flags', { key, type: 'boolean' });
    await api('POST', '/flags/old/archive', {});
    const named = await apiRaw('POST', '/environments/staging/promote/production', {
      flagKeys: ['checkout', 'none', 'old'],
    });
    expect(named).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'flagKeys[1]' }, { path: 'flagKeys[2]' }] },
    });
    expect((await apiRaw('GET', '/environments/staging/compare/staging')).status).toBe(400);
    expect((await apiRaw('GET', '/environments/staging/compare/none')).status).toBe(404);
    expect((await apiRaw('GET', '/environments/staging/compare/production?tags=')).status).toBe(400);
    expect((await compare()).body.items).toEqual([
      { flagKey: 'checkout', isSame: true, changes: [], lines: [] },
    ]);
    expect((await api('GET', '/change-sets?state=draft')).body.items).toEqual([]);
  });
});

describe('a copy of a flag', () => {
  beforeEach(async () => {
    await api('POST', '/flags', {
      key: 'checkout',
      type: 'boolean',
      name: 'Checkout',
      tags: ['a'],
      metadata: { owner: 'x' },
    });
    await configure('checkout', 'staging', { enabled: true, rules: [ruleFor('x', 1), ruleFor('y', 2)] });
    await configure('checkout', 'production', { enabled: true });
  });

  it('has everything of the original but the switch; it is applied at once', async () => {
    const { status, body } = await api('POST', '/flags/checkout/copy', { key: 'copy' });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ state: 'applied', flagKeys: ['copy'] });
    expect((await api('GET', '/flags/copy')).body).toMatchObject({
      name: 'Checkout',
      tags: ['a'],
      metadata: { owner: 'x' },
      archived: false,
    });
    for (const environment of ['production', 'staging']) {
      const original = await configurationOf('checkout', environment);
      expect(await configurationOf('copy', environment)).toEqual({ ...original, enabled: false });
    }
    expect((await apiRaw('POST', '/flags/checkout/copy', { key: 'copy' })).status).toBe(409);
    expect((await apiRaw('POST', '/flags/none/copy', { key: 'other' })).status).toBe(404);
  });

  it('of some environments starts in others as any new flag', async () => {
    await api('POST', '/flags/checkout/copy', {
      key: 'copy',
      name: 'Copy',
      environmentKeys: ['staging'],
      keepEnabled: true,
    });
    expect(await configurationOf('copy', 'staging')).toEqual(await configurationOf('checkout', 'staging'));
    expect(await configurationOf('copy', 'production')).toMatchObject({
      enabled: false,
      rules: [{ priority: 1_000 }],
    });
    const unknown = await apiRaw('POST', '/flags/checkout/copy', {
      key: 'b',
      environmentKeys: ['staging', 'none'],
    });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ path: 'environmentKeys[1]' }] } });
  });

  it('is free in protected environments while it is off, and needs approvals to be on', async () => {
    const protection = { approvals: 1, approverRole: 'editor', reason: 'A test' } as const;
    await api('PUT', '/environments/production/protection', protection);
    const before = await environmentVersions(plane.api, path.slice('/api/projects/'.length));
    const on = await apiRaw('POST', '/flags/checkout/copy', { key: 'copy', keepEnabled: true });
    expect(on).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/protected environments/) },
    });
    expect(await environmentVersions(plane.api, path.slice('/api/projects/'.length))).toEqual(before);
    const draft = await api('POST', '/flags/checkout/copy', {
      key: 'copy',
      keepEnabled: true,
      asDraft: true,
    });
    expect(draft).toMatchObject({ status: 201, body: { state: 'draft', flagKeys: ['copy'] } });
    expect((await apiRaw('POST', `/change-sets/${draft.body.id}/apply`)).status).toBe(409);
    expect((await api('POST', '/flags/checkout/copy', { key: 'copy' })).body.state).toBe('applied');
  });
});
