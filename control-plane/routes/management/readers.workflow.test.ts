import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';
import { type ControlPlane, startControlPlane } from '../../start-control-plane.ts';

let plane: TestControlPlane;
let other: ControlPlane;
let project: string;
let keys: { readonly relay: string; readonly server: string };

beforeAll(async () => {
  plane = await startTestControlPlane();
  other = await startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent' },
    { logger: silentLogger },
  );
  project = await createProject(plane.api);
  const create = async (body: object) =>
    (await plane.api('POST', `/api/projects/${project}/keys`, body)).body.key;
  keys = {
    relay: await create({ kind: 'relay', name: 'edge', allEnvironments: true }),
    server: await create({ kind: 'server', name: 'service', environmentKeys: ['production'] }),
  };
});
afterAll(async () => {
  await other.stop();
  await plane.stop();
});

async function open(url: string, key: string, headers: Readonly<Record<string, string>> = {}) {
  const leave = new AbortController();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${key}`, ...headers },
    signal: leave.signal,
  });
  expect(response.status).toBe(200);
  return () => leave.abort();
}

const readers = async () => (await plane.api('GET', `/api/projects/${project}/readers`)).body.items;

it('lists the readers of all control planes: who, since when, how far behind; until they leave', async () => {
  const edge = {
    'flags-reader': 'name="solid-fortnight-edge", version="1.2.0", kind="edge", region="eu", instance="i-1"',
    'flags-features': 'b, a',
  };
  const leave = [
    await open(`${other.url}/relay/stream`, keys.relay, edge),
    await open(`${plane.controlPlane.url}/stream`, keys.server),
    await open(`${plane.controlPlane.url}/stream`, keys.server, { 'flags-reader': 'nonsense' }),
  ];
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(2);
  const listed = await readers();
  expect(listed.find((reader: { kind: string }) => reader.kind === 'edge')).toMatchObject({
    environmentKey: null,
    name: 'solid-fortnight-edge',
    version: '1.2.0',
    region: 'eu',
    instance: 'i-1',
    features: ['a', 'b'],
    streams: 1,
    position: null,
    versionsBehind: null,
  });
  const unknown = listed.find((reader: { kind: string | null }) => reader.kind === null);
  expect(unknown).toMatchObject({ environmentKey: 'production', name: null, features: [], streams: 2 });
  expect(unknown).toMatchObject({ versionsBehind: 0 });
  expect(Date.parse(unknown.connectedAt)).toBeLessThanOrEqual(Date.parse(unknown.seenAt));
  expect(JSON.stringify(listed)).not.toContain(keys.server);

  for (const each of leave) each();
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(0);
}, 20_000);

it('shows what an edge reports that it holds, through whichever control plane', async () => {
  const environment = (await plane.api('GET', `/api/projects/${project}/environments/production`)).body;
  const leave = await open(`${other.url}/stream?environment=${environment.id}`, keys.relay, {
    'flags-reader': 'kind="edge", instance="i-2"',
  });
  const listed = async () =>
    (await readers()).find((reader: { instance: string | null }) => reader.instance === 'i-2');
  await expect.poll(listed, { timeout: 8_000 }).toMatchObject({ reportedPosition: null, reportedAt: null });
  const report = (body: unknown, key = keys.relay) =>
    fetch(`${plane.controlPlane.url}/relay/positions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  for (let change = 0; change < 2; change += 1) {
    await plane.api('POST', `/api/projects/${project}/flags`, { key: `flag-${change}`, type: 'boolean' });
  }
  const held = Number((await listed()).position.split('-')[0]);
  const positions = { [environment.id]: `${held}-abc` };
  expect((await report({ instance: 'i-2', positions })).status).toBe(204);
  const shown = await listed();
  expect(shown.reportedPosition).toBe(`${held}-abc`);
  expect(shown.versionsBehind).toBe(2);
  expect(Date.now() - Date.parse(shown.reportedAt)).toBeLessThan(10_000);

  // Neither another instance nor another key writes there.
  const ahead = { [environment.id]: '99-abc' };
  expect((await report({ instance: 'i-3', positions: ahead })).status).toBe(204);
  const foreign = await plane.api('POST', `/api/projects/${project}/keys`, {
    kind: 'relay',
    name: 'another edge',
    allEnvironments: true,
  });
  expect((await report({ instance: 'i-2', positions: ahead }, foreign.body.key)).status).toBe(204);
  expect((await report({ instance: 'i-2', positions: ahead }, keys.server)).status).toBe(403);
  expect((await report({ instance: 'i-2', positions: ahead }, `${keys.relay}x`)).status).toBe(401);
  expect((await listed()).reportedPosition).toBe(`${held}-abc`);

  const many = Object.fromEntries(
    Array.from({ length: 101 }, (_, at) => [
      `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      '1-a',
    ]),
  );
  for (const [body, path] of [
    [{ positions }, 'instance'],
    [{ instance: 'a"b', positions }, 'instance'],
    [{ instance: 'i-2', positions: { production: '1-a' } }, 'positions'],
    [{ instance: 'i-2', positions: { [environment.id]: 'newest' } }, 'positions'],
    [{ instance: 'i-2', positions: many }, 'positions'],
  ] as const) {
    const refused = await report(body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ path: expect.stringContaining(path) }] });
  }
  expect((await report({ instance: 'x'.repeat(70_000), positions })).status).toBe(413);
  leave();
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(0);
}, 20_000);

it('lists the readers that an edge reports, as long as the edge and they are there', async () => {
  const environment = (await plane.api('GET', `/api/projects/${project}/environments/production`)).body;
  const leave = await open(`${other.url}/stream?environment=${environment.id}`, keys.relay, {
    'flags-reader': 'kind="edge", instance="i-4"',
    'flags-features': 'semver-neq',
  });
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(1);
  const report = (body: object, key = keys.relay) =>
    fetch(`${plane.controlPlane.url}/relay/positions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ instance: 'i-4', positions: { [environment.id]: '3-abc' }, ...body }),
    });
  const sdk = {
    environmentId: environment.id,
    identity: { name: 'sdk', version: '1' },
    features: [],
    streams: 7,
  };
  const behind = {
    environmentId: environment.id,
    identity: { name: 'edge', kind: 'edge', region: 'us', instance: 'i-5' },
    features: ['semver-neq'],
    streams: 1,
    later: 'member',
  };
  const unknown = { ...sdk, environmentId: '6f2c1d6e-6d0e-4b38-9a0b-3a1d1f1f0a01' };
  expect((await report({ readers: [sdk, behind, unknown] })).status).toBe(204);
  const reported = async () =>
    (await readers()).filter((reader: { via: string | null }) => reader.via !== null);
  const first = await reported();
  expect(first).toHaveLength(2);
  expect(first).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'sdk',
        streams: 7,
        via: 'i-4',
        position: '3-abc',
        lacks: ['semver-neq'],
      }),
      expect.objectContaining({ name: 'edge', region: 'us', instance: 'i-5', via: 'i-4', lacks: [] }),
    ]),
  );

  // The next report replaces it. Rows keep their ids.
  expect((await report({ readers: [{ ...sdk, streams: 8 }] })).status).toBe(204);
  const { id } = first.find((reader: { name: string }) => reader.name === 'sdk');
  expect(await reported()).toMatchObject([{ id, name: 'sdk', streams: 8 }]);
  // What an SDK behind an edge lacks counts for changes.
  const flag = { key: 'behind-edges', name: 'behind-edges', type: 'boolean' };
  await plane.api('POST', `/api/projects/${project}/flags`, flag);
  const conditions = [{ conditionType: 'custom', attribute: 'v', operator: 'semver_neq', values: ['1.0.0'] }];
  const refused = await plane.api(
    'PATCH',
    `/api/projects/${project}/flags/behind-edges/environments/production`,
    {
      enabled: true,
      rules: [{ priority: 1, conditions, serve: { variation: 'on' } }],
    },
  );
  expect(refused).toMatchObject({
    status: 409,
    body: { errors: [{ message: expect.stringContaining('sdk 1') }] },
  });

  // Only an edge that is connected reports, and not too much.
  expect((await report({ instance: 'i-6', readers: [sdk] })).status).toBe(204);
  expect(await reported()).toHaveLength(1);
  for (const [body, path] of [
    [{ readers: Array.from({ length: 201 }, () => sdk) }, 'readers'],
    [{ readers: [{ ...sdk, streams: 0 }] }, 'readers[0].streams'],
    [{ readers: [{ ...sdk, identity: { name: 'a"b' } }] }, 'readers[0].identity.name'],
    [{ readers: [{ ...sdk, features: ['Not a name'] }] }, 'readers[0].features[0]'],
  ] as const) {
    const answer = await report(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ path }] });
  }
  expect((await report({})).status).toBe(204);
  expect(await reported()).toEqual([]);
  leave();
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(0);
}, 30_000);

it('answers 404 for an unknown project and 401 without a token', async () => {
  const unknown = '/api/projects/6f2c1d6e-6d0e-4b38-9a0b-3a1d1f1f0a01/readers';
  expect((await plane.api('GET', unknown)).status).toBe(404);
  const stranger = createManagementApi(plane.controlPlane.url, `${ADMIN_TOKEN}x`).call;
  expect((await stranger('GET', unknown)).status).toBe(401);
});

it('forgets at its end the readers of a control plane that stops', async () => {
  const ending = await startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent' },
    { logger: silentLogger },
  );
  await open(`${ending.url}/stream`, keys.server);
  await expect.poll(async () => (await readers()).length, { timeout: 8_000 }).toBe(1);
  await ending.stop();
  expect(await readers()).toEqual([]);
}, 15_000);
