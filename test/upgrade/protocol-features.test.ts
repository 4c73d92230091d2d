import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';
import { where } from './flag-cases.ts';
import { NEIGHBOURS } from './releases.ts';

const pair = NEIGHBOURS.find(({ edge }) => edge.name === 'base');
if (pair === undefined) throw new Error('NEIGHBOURS has no edge of the base release.');
const { edge: base, controlPlane: current } = pair;
const CONTEXT = { targetingKey: 'ada', version: '1.2.4' };

const group = createProcessGroup();
let database: TestDatabase;
let controlPlane: RunningControlPlane;
let edges: Readonly<Record<'base' | 'current' | 'chained' | 'behind', RunningServer>>;
let projectId: string;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  controlPlane = await startControlPlane(group, {
    ...current.controlPlane,
    databaseUrl: database.url,
    adminToken: newAdminToken(),
  });
  const { api } = controlPlane;
  projectId = (await api.createProject('Shop')).id;
  await api.createEnvironment(projectId, 'production');
  for (const flag of ['plain', 'not-broken']) await api.createFlag(projectId, { key: flag });
  await api.configure(projectId, 'plain', 'production', { enabled: true });
  key = (await api.createKey(projectId, { kind: 'server', environmentKey: 'production' })).secret;
  const relayKey = (await api.createKey(projectId, { kind: 'relay' })).secret;
  const start = (name: string, program: typeof base.edge, upstreamUrl: string) =>
    startNodeEdge(group, { name, ...program, upstreamUrl, relayKey, env: { METRICS_PORT: '0' } });
  const [old, own] = await Promise.all([
    start('base edge', base.edge, controlPlane.url),
    start('edge', current.edge, controlPlane.url),
  ]);
  const [chained, behind] = await Promise.all([
    start('chained edge', current.edge, old.url),
    start('base edge behind an edge', base.edge, own.url),
  ]);
  edges = { base: old, current: own, chained, behind };
});
afterAll(async () => {
  await group.stopAll();
  await database?.drop();
});

async function readers() {
  const params = { path: { projectId } };
  const { data } = await controlPlane.api.client.GET('/api/projects/{projectId}/readers', { params });
  // To openapi-fetch's types a readonly array has no methods.
  return Array.from(data?.items ?? []);
}

const FLAG = '/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}';

async function useNewOperator(allowUnsupported?: boolean) {
  const path = { projectId, flagKey: 'not-broken', environmentKey: 'production' };
  const rules = [
    { priority: 1, conditions: [where('version', 'semver_neq', '1.2.3')], serve: { variation: 'on' } },
  ];
  const params = { path, ...(allowUnsupported === undefined ? {} : { query: { allowUnsupported } }) };
  const { response, error } = await controlPlane.api.client.PATCH(FLAG, {
    params,
    body: { enabled: true, rules },
  });
  return { status: response.status, error };
}

const answersOf = async ({ url }: RunningServer) =>
  (await evaluateAt(url, key, { context: CONTEXT })).body.flags;

it('a flag that the base edge would not understand is refused, and with leave it answers GENERAL there only', async () => {
  await eventually('the edges are listed', async () => {
    const listed = (await readers()).filter(({ environmentKey }) => environmentKey === 'production');
    return listed.some(({ lacks }) => lacks.length > 0) && listed.some(({ lacks }) => lacks.length === 0);
  });
  const refused = await useNewOperator();
  expect(refused.status).toBe(409);
  expect(JSON.stringify(refused.error)).toContain('which readers of \\"production\\" lack');
  expect((await useNewOperator(true)).status).toBe(200);

  const understood = { value: true, variationKey: 'on', reason: 'TARGETING_MATCH' };
  for (const edge of [edges.current, edges.chained]) {
    await eventually('the change has arrived', async () => {
      const answer = (await answersOf(edge))?.['not-broken'];
      return answer?.reason === 'TARGETING_MATCH';
    });
    expect((await answersOf(edge))?.['not-broken']).toMatchObject(understood);
  }
  for (const edge of [edges.base, edges.behind]) {
    expect(await answersOf(edge)).toMatchObject({
      plain: { value: true, reason: 'STATIC' },
      'not-broken': { errorCode: 'GENERAL' },
    });
  }
});

it('an edge of this release reports the base edge behind it', async () => {
  const isReported = async () => (await readers()).some(({ via, lacks }) => via !== null && lacks.length > 0);
  await eventually('the base edge behind it is listed', isReported, 20_000);
});
