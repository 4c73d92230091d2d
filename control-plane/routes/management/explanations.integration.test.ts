import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';

let plane: TestControlPlane;
let path: string;
beforeAll(async () => {
  plane = await startTestControlPlane();
  path = `/api/projects/${await createProject(plane.api)}`;
  await plane.api('POST', `${path}/segments`, { key: 'staff', included: ['u-1'] });
  await plane.api('POST', `${path}/segments`, {
    key: 'friends',
    rules: [{ conditions: [{ conditionType: 'segment', operator: 'in', values: ['staff'] }] }],
  });
  await plane.api('POST', `${path}/flags`, { key: 'shop', type: 'boolean' });
  await plane.api('POST', `${path}/flags`, { key: 'checkout', type: 'boolean' });
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
  plane.api('PATCH', `${path}/flags/${flagKey}/environments/production`, body);
const explain = (body: object) =>
  plane.api('POST', `${path}/explain`, { environmentKey: 'production', flagKey: 'checkout', ...body });

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
  expect(await explain(body)).toMatchObject({ status });
});

it('finds no flag that is archived, as an edge does not', async () => {
  await plane.api('POST', `${path}/flags`, { key: 'old', type: 'boolean' });
  await plane.api('POST', `${path}/flags/old/archive`);
  const { status, body } = await explain({ flagKey: 'old' });
  expect({ status, code: body.resolution.errorCode }).toEqual({ status: 200, code: 'FLAG_NOT_FOUND' });
});
