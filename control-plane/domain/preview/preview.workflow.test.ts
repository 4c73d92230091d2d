import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type CompiledFlagSet,
  compileFlagSet,
  type EvaluationContext,
  evaluate,
} from '../../../shared/evaluation/index.ts';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import { toSnapshot } from '../../../shared/sync/replica.ts';
import { problemOf } from '../../../test/support/api-request.ts';
import { projectOperation, projectRequest } from '../../../test/support/control-plane/random-requests.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { evaluateAt } from '../../../test/support/edge-client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createProcessGroup } from '../../../test/support/processes.ts';
import { startNodeEdge } from '../../../test/support/system.ts';
import { createFlagSetReader } from '../../store/flag-set/flag-set-reader.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;
const group = createProcessGroup();
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2 });
});
afterAll(async () => {
  await group.stopAll();
  await sql.end();
  await plane.stop();
});

const CONTEXTS = ['u-1', 'u-2', 'u-3', 'u-4', undefined].flatMap((targetingKey) =>
  ['x', 'y', undefined].map((plan) => ({
    ...(targetingKey && { targetingKey }),
    ...(plan && { plan, country: plan }),
  })),
);

/** What the control plane serves to edges, compiled as they do. */
async function servedFlags(environmentId: string): Promise<CompiledFlagSet> {
  const { change } = await createFlagSetReader(sql).read(environmentId, null, []);
  if (change.kind !== 'replica') throw new Error(`expected everything, got ${change.kind}`);
  return compileFlagSet(toSnapshot(change.replica));
}

const outcomeOf = (set: CompiledFlagSet, flagKey: string, context: EvaluationContext) => {
  const { variationKey, reason, errorCode, value } = evaluate(set, flagKey, context);
  return { variationKey, reason, errorCode, value };
};

interface Previewed {
  /** The path of the draft. */
  readonly one: `/api/projects/${string}/change-sets/${string}`;
  readonly preview: ManagementSchemas['Preview'];
}

/** Operations of which those are left out that cannot be applied together with the others. */
async function previewWhatApplies(
  path: `/api/projects/${string}`,
  operations: readonly ManagementSchemas['Operation'][],
): Promise<Previewed | undefined> {
  const draft = await plane.request('POST', `${path}/change-sets`, { name: 'Draft', operations });
  expect(draft.status, JSON.stringify(draft.body)).toBe(201);
  const one = `${path}/change-sets/${draft.body.id}` as const;
  const body = { environmentKey: 'production', contexts: CONTEXTS };
  const preview = await plane.sendRaw('POST', `${one}/preview`, body);
  if (preview.status === 200) {
    return { one, preview: (await plane.request('POST', `${one}/preview`, body)).body };
  }
  expect(preview.status, JSON.stringify(preview.body)).toBe(409);
  expect((await plane.sendRaw('POST', `${one}/apply`)).status).toBe(409);
  const wrong = new Set(problemOf(preview).errors?.map(({ path: place }) => Number(place.split('/')[2])));
  const rest = operations.filter((_, index) => !wrong.has(index));
  return rest.length === 0 || rest.length === operations.length ? undefined : previewWhatApplies(path, rest);
}

it('equals what readers evaluate before the draft is applied, and after', async () => {
  const projectId = await createProject(plane.api, ['production', 'staging']);
  const path = `/api/projects/${projectId}` as const;
  const environment = (await plane.request('GET', `${path}/environments/production`)).body;
  for (const key of ['s', 't']) await plane.request('POST', `${path}/segments`, { key, included: ['u-1'] });
  for (const key of ['a', 'b', 'c']) await plane.request('POST', `${path}/flags`, { key, type: 'boolean' });
  let compared = 0;
  let changed = 0;
  const requests = fc.array(projectRequest, { minLength: 3, maxLength: 6 });
  const operations = fc.array(projectOperation, { minLength: 2, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(requests, operations, async (steps, ops) => {
      for (const { method, path: below, body } of steps) await plane.sendRaw(method, `${path}${below}`, body);
      const previewed = await previewWhatApplies(path, ops);
      if (previewed === undefined) return;
      const before = await servedFlags(environment.id);
      expect((await plane.request('POST', `${previewed.one}/apply`)).status).toBe(200);
      const after = await servedFlags(environment.id);
      const given = new Map(
        previewed.preview.given?.map((each) => [`${each.context} ${each.flagKey}`, each]),
      );
      for (const [index, context] of CONTEXTS.entries()) {
        for (const flagKey of ['a', 'b', 'c']) {
          const expected = {
            before: outcomeOf(before, flagKey, context),
            after: outcomeOf(after, flagKey, context),
          };
          const found = given.get(`${index} ${flagKey}`);
          if (found === undefined)
            expect(expected.after, `${flagKey} is not affected`).toEqual(expected.before);
          else expect(found).toMatchObject(expected);
          compared += found === undefined ? 0 : 1;
          if (JSON.stringify(expected.after) !== JSON.stringify(expected.before)) changed += 1;
        }
      }
    }),
    { numRuns: 15, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(50);
  expect(changed).toBeGreaterThan(10);
});

it('equals what a real edge answers after the draft is applied', async () => {
  const projectId = await createProject(plane.api);
  const path = `/api/projects/${projectId}` as const;
  const condition = { conditionType: 'segment', operator: 'in', values: ['staff'] } as const;
  const rollout = [
    { variation: 'on', weight: 30_000 },
    { variation: 'off', weight: 70_000 },
  ];
  await plane.request('POST', `${path}/segments`, { key: 'staff', included: ['u-1'] });
  await plane.request('POST', `${path}/flags`, { key: 'shop', type: 'boolean' });
  await plane.request('POST', `${path}/flags`, { key: 'checkout', type: 'boolean' });
  await plane.request('PATCH', `${path}/flags/checkout/environments/production`, {
    enabled: true,
    prerequisites: [{ flagKey: 'shop', variations: ['on'] }],
    rules: [
      { priority: 1, conditions: [condition], serve: { variation: 'on' } },
      { priority: 2, conditions: [], serve: { rollout: { variations: rollout } } },
    ],
  });
  const relay = await plane.request('POST', `${path}/keys`, {
    kind: 'relay',
    name: 'R',
    allEnvironments: true,
  });
  const server = await plane.request('POST', `${path}/keys`, {
    kind: 'server',
    name: 'S',
    environmentKeys: ['production'],
  });
  const edge = await startNodeEdge(group, {
    name: 'edge',
    upstreamUrl: plane.controlPlane.url,
    relayKey: relay.body.key,
  });
  const ask = async (context: object) => {
    const answer = await evaluateAt(edge.url, server.body.key, {
      flagKey: 'checkout',
      context: { ...context },
    });
    return answer.body;
  };
  const draft = await plane.request('POST', `${path}/change-sets`, {
    name: 'Release',
    operations: [
      { kind: 'segment.members', segmentKey: 'staff', changes: { included: { add: ['u-3'] } } },
      {
        kind: 'configuration.update',
        flagKey: 'shop',
        environmentKey: 'production',
        patch: { enabled: true },
      },
    ],
  });
  const one = `${path}/change-sets/${draft.body.id}` as const;
  const contexts = Array.from({ length: 40 }, (_, index) => ({ targetingKey: `u-${index}` }));
  const preview = await plane.request('POST', `${one}/preview`, { environmentKey: 'production', contexts });
  expect(preview.status, JSON.stringify(preview.body)).toBe(200);
  type Given = { context: number; flagKey: string; before: object; after: object; changed: boolean };
  const given: Given[] = preview.body.given.filter((each: Given) => each.flagKey === 'checkout');
  expect(given).toHaveLength(40);
  const visible = ({ variationKey, value, reason }: Record<string, unknown>) => ({
    variationKey,
    value,
    reason,
  });
  for (const { context, before } of given) {
    expect(visible({ ...(await ask(contexts[context] ?? {})) })).toEqual(visible({ ...before }));
  }
  expect((await plane.request('POST', `${one}/apply`)).status).toBe(200);
  await eventually(
    'the edge has the change',
    async () => (await ask({ targetingKey: 'u-3' })).value === true,
  );
  for (const { context, after } of given) {
    expect(visible({ ...(await ask(contexts[context] ?? {})) })).toEqual(visible({ ...after }));
  }
  expect(given.filter(({ changed }) => changed).length).toBeGreaterThan(5);
});
