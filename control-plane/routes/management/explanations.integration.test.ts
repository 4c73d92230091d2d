import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let path: `/api/projects/${string}`;
beforeAll(async () => {
  plane = await startTestControlPlane();
  path = `/api/projects/${await createProject(plane.api)}`;
  await plane.request('POST', `${path}/segments`, { key: 'staff', included: ['u-1'] });
  await plane.request('POST', `${path}/segments`, {
    key: 'friends',
    rules: [{ conditions: [{ conditionType: 'segment', operator: 'in', values: ['staff'] }] }],
  });
  await plane.request('POST', `${path}/flags`, { key: 'shop', type: 'boolean' });
  await plane.request('POST', `${path}/flags`, { key: 'checkout', type: 'boolean' });
  await configure('shop', { enabled: true });
  await configure('checkout', {
    enabled: true,
    prerequisites: [{ flagKey: 'shop', variations: ['on'] }],
    rules: [
      {
        priority: 1,
        conditions: [
          { conditionType: 'custom', attribute: 'age', operator: 'gt', values: [17] },
          { conditionType: 'segment', operator: 'in', values: ['friends'] },
        ],
        serve: { variation: 'on' },
      },
      {
        priority: 2,
        conditions: [],
        serve: {
          rollout: {
            variations: [
              { variation: 'on', weight: 0 },
              { variation: 'off', weight: 100_000 },
            ],
          },
        },
      },
    ],
  });
});
afterAll(() => plane.stop());

const configure = (flagKey: string, body: object) =>
  plane.request('PATCH', `${path}/flags/${flagKey}/environments/production`, body);
const explain = (body: Partial<ManagementSchemas['ExplainRequest']>) =>
  plane.request('POST', `${path}/explain`, { environmentKey: 'production', flagKey: 'checkout', ...body });
const explainRaw = (body: object) =>
  plane.sendRaw('POST', `${path}/explain`, { environmentKey: 'production', flagKey: 'checkout', ...body });

it('names each condition that holds and each that does not, through segments of segments', async () => {
  const { status, body } = await explain({ context: { targetingKey: 'u-1', age: 18 } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    resolution: { value: true, variationKey: 'on', reason: 'TARGETING_MATCH' },
    prerequisites: [{ flagKey: 'shop', status: 'fulfilled', resolution: { value: true } }],
    rules: [
      {
        status: 'matched',
        conditions: [
          { holds: true, actual: 18 },
          { holds: true, segments: [{ segmentKey: 'friends', member: true, reason: 'a rule holds' }] },
        ],
      },
      { status: 'not reached' },
    ],
  });
  const other = await explain({ context: { targetingKey: 'u-2', age: '18' } });
  expect(other.body).toMatchObject({
    resolution: { value: false, variationKey: 'off', reason: 'SPLIT' },
    rules: [
      {
        status: 'not matched',
        conditions: [
          { holds: false, actual: '18', comparison: 'type mismatch' },
          { holds: false, segments: [{ reason: 'no rule holds' }] },
        ],
      },
      { status: 'matched', rollout: { value: 'u-2', seed: 'checkout', bucket: expect.any(Number) } },
    ],
  });
});

it('explains a flag as it was after an entry of the history, with its prerequisites as they were', async () => {
  // The environment, two segments, two flags, two configurations.
  const before = await explain({ context: { targetingKey: 'u-1', age: 18 }, after: 7 });
  expect(before.body.resolution).toMatchObject({ value: true });
  await configure('shop', { enabled: false });
  const now = await explain({ context: { targetingKey: 'u-1', age: 18 } });
  expect(now.body).toMatchObject({ resolution: { value: false }, prerequisites: [{ status: 'off' }] });
  const then = await explain({ context: { targetingKey: 'u-1', age: 18 }, after: 7 });
  expect(then.body).toEqual(before.body);
  const earlier = await explain({ context: {}, after: 6 });
  expect(earlier.body).toMatchObject({ resolution: { reason: 'DISABLED' }, rules: [] });
  await configure('shop', { enabled: true });
});

it.each([
  [{ flagKey: 'unknown' }, 404],
  [{ environmentKey: 'unknown' }, 404],
  [{ after: 99 }, 404],
  [{ after: 1 }, 404],
  [{ context: [] }, 400],
  [{ context: { text: 'x'.repeat(9_000) } }, 400],
  [{ context: { roles: Array.from({ length: 501 }, () => 1) } }, 400],
])('refuses %j with %i', async (body, status) => {
  expect(await explainRaw(body)).toMatchObject({ status });
});

it('finds no flag that is archived, as an edge does not', async () => {
  await plane.request('POST', `${path}/flags`, { key: 'old', type: 'boolean' });
  await plane.request('POST', `${path}/flags/old/archive`);
  const { status, body } = await explain({ flagKey: 'old' });
  expect({ status, code: body.resolution.errorCode }).toEqual({ status: 200, code: 'FLAG_NOT_FOUND' });
});

describe('of a draft', () => {
  const draftOf = async (operations: readonly ManagementSchemas['Operation'][]): Promise<string> => {
    const made = await plane.request('POST', `${path}/change-sets`, { name: 'Draft', operations });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body.id;
  };
  const update = (flagKey: string, patch: ManagementSchemas['ConfigurationMembersPatch']) => ({
    kind: 'configuration.update' as const,
    flagKey,
    environmentKey: 'production',
    patch,
  });

  it('explains what it would serve after it: its prerequisites and segments as the draft makes them', async () => {
    const context = { targetingKey: 'u-3', age: 18 };
    const member = {
      kind: 'segment.members',
      segmentKey: 'staff',
      changes: { included: { add: ['u-3'] } },
    } as const;
    const after = await explain({ context, changeSetId: await draftOf([member]) });
    expect(after.body).toMatchObject({
      resolution: { value: true, reason: 'TARGETING_MATCH' },
      rules: [{ status: 'matched' }, { status: 'not reached' }],
    });
    const off = await draftOf([update('shop', { enabled: false })]);
    expect((await explain({ context, changeSetId: off })).body).toMatchObject({
      resolution: { value: false, reason: 'DEFAULT' },
      prerequisites: [{ flagKey: 'shop', status: 'off' }],
    });
    expect((await explain({ context })).body.resolution).toMatchObject({ value: false, reason: 'SPLIT' });
  });

  it('explains a flag that it creates', async () => {
    const created = { kind: 'flag.create', flag: { key: 'fresh', type: 'boolean' } } as const;
    const changeSetId = await draftOf([created, update('fresh', { enabled: true })]);
    expect((await explain({ flagKey: 'fresh', changeSetId })).body.resolution).toMatchObject({ value: true });
    expect((await explainRaw({ flagKey: 'fresh' })).status).toBe(404);
  });

  it('refuses one that cannot be applied, is applied, or is unknown', async () => {
    const broken = await draftOf([update('shop', { defaultValue: 'text' })]);
    const refused = await explainRaw({ changeSetId: broken });
    expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT', errorsTotal: 1 } });
    const applied = await draftOf([update('shop', { enabled: true })]);
    expect((await plane.request('POST', `${path}/change-sets/${applied}/apply`)).status).toBe(200);
    expect((await explainRaw({ changeSetId: applied })).status).toBe(409);
    expect((await explainRaw({ changeSetId: '00000000-0000-4000-8000-000000000000' })).status).toBe(404);
    expect((await explainRaw({ changeSetId: applied, after: 7 })).status).toBe(400);
  });
});
