import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../shared/logging/logger.ts';
import type { RawApiRequest } from '../test/support/api-request.ts';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../test/support/management-api.ts';
import { startControlPlane } from './start-control-plane.ts';

let plane: TestControlPlane;
let second: RawApiRequest;
let stopSecond: () => Promise<void>;
let sql: Sql;

/** Requests wait for each other's locks. On a busy machine that takes longer than the 5 s after which they get 503. */
const PATIENT = { databaseTimeoutMs: 60_000 };

beforeAll(async () => {
  plane = await startTestControlPlane(PATIENT);
  const other = await startControlPlane(
    { databaseUrl: plane.database.url, host: '127.0.0.1', port: 0, logLevel: 'silent', ...PATIENT },
    { logger: silentLogger },
  );
  second = createManagementApi(other.url, ADMIN_TOKEN).sendRaw;
  stopSecond = other.stop;
  sql = postgres(plane.database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await stopSecond();
  await plane.stop();
});

/** The invariants of the versions of an environment, whatever the order of the changes. */
async function expectSoundVersions(projectId: string): Promise<void> {
  const environments = await sql<{ version: number; recorded: number; tokens: number; highest: number }[]>`
    select e.version, count(v)::int as recorded, count(distinct v.token)::int as tokens, max(v.version) as highest
    from environments e join environment_versions v on v.environment_id = e.id
    where e.project_id = ${projectId}
    group by e.id`;
  for (const { version, recorded, tokens, highest } of environments) {
    expect({ recorded, tokens, highest }).toEqual({ recorded: version, tokens: version, highest: version });
  }
  const ahead = await sql`
    select from flag_environments fe join environments e on e.id = fe.environment_id
    where e.project_id = ${projectId} and fe.version > e.version`;
  expect(ahead).toHaveLength(0);
}

describe('two control planes', () => {
  it('that change one configuration at the same time take one version each, and write one audit entry each', async () => {
    const projectId = await createProject(plane.api);
    await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'f', type: 'boolean' });
    const path = `/api/projects/${projectId}/flags/f/environments/production` as const;
    const writes = Array.from({ length: 20 }, (_, index) => {
      const rules = [{ priority: index, conditions: [], serve: { variation: 'on' } }];
      return (index % 2 === 0 ? plane.api : second)('PATCH', path, { rules });
    });
    const answers = await Promise.all(writes);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const versions = answers.map(({ body }) => body.version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 3));
    await expectSoundVersions(projectId);

    const { body } = await plane.request(
      'GET',
      `/api/projects/${projectId}/audit?resourceType=flag_environment&limit=100`,
    );
    expect(body.items).toHaveLength(20);
    // The old value of each entry is the new value of the previous one: no change was overwritten.
    for (const [index, entry] of body.items.slice(0, -1).entries()) {
      expect(entry.oldValue).toEqual(body.items[index + 1]?.newValue);
    }
  });

  it('that send the same precondition: exactly one succeeds', async () => {
    const projectId = await createProject(plane.api);
    await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'f', type: 'boolean' });
    const path = `/api/projects/${projectId}/flags/f/environments/production` as const;
    const etag = (await plane.request('GET', path)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      [plane.sendRaw, second].flatMap((api) => [
        api('PATCH', path, { enabled: true, defaultValue: true }, { 'if-match': etag }),
        api('PATCH', path, { enabled: true, defaultValue: null }, { 'if-match': etag }),
      ]),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('that create the same flag at the same time create one', async () => {
    const projectId = await createProject(plane.api, ['a', 'b', 'c']);
    const flag = { key: 'once', type: 'boolean' };
    const answers = await Promise.all(
      [plane.sendRaw, second, plane.sendRaw, second].map((api) =>
        api('POST', `/api/projects/${projectId}/flags`, flag),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('cannot create a cycle of prerequisites together', async () => {
    const projectId = await createProject(plane.api);
    const flags = `/api/projects/${projectId}/flags` as const;
    for (const key of ['a', 'b']) await plane.request('POST', flags, { key, type: 'boolean' });
    const needs = (flagKey: string) => ({ prerequisites: [{ flagKey, variations: ['on'] }] });
    const answers = await Promise.all([
      plane.sendRaw('PATCH', `${flags}/a/environments/production`, needs('b')),
      second('PATCH', `${flags}/b/environments/production`, needs('a')),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('never respond with an internal error to many concurrent changes of every kind', async () => {
    const projectId = await createProject(plane.api, ['dev', 'prod']);
    const project = `/api/projects/${projectId}` as const;
    for (const key of ['f0', 'f1', 'f2', 'f3'])
      await plane.request('POST', `${project}/flags`, { key, type: 'boolean' });
    await plane.request('POST', `${project}/segments`, { key: 's0' });
    // A fixed sequence, so that a failure is reproducible.
    let state = 42;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const flag = () => `${project}/flags/f${random(4)}` as const;
    const environment = () => ['dev', 'prod', 'extra'][random(3)];
    const storm: readonly ((api: RawApiRequest) => ReturnType<RawApiRequest>)[] = [
      (api) => api('PATCH', `${flag()}/environments/${environment()}`, { enabled: random(2) === 0 }),
      (api) =>
        api('PATCH', `${flag()}/environments/${environment()}`, {
          rules: [{ priority: random(9), conditions: [], serve: { variation: 'off' } }],
        }),
      (api) =>
        api('PATCH', `${flag()}/environments/${environment()}`, {
          prerequisites: [{ flagKey: `f${random(4)}`, variations: ['on'] }],
        }),
      (api) => api('PATCH', `${flag()}/environments/${environment()}`, { prerequisites: [] }),
      (api) => api('PATCH', flag(), { clientSide: random(2) === 0 }),
      (api) => api('POST', `${flag()}/archive`),
      (api) => api('POST', `${flag()}/restore`),
      (api) => api('PATCH', `${project}/segments/s0`, { included: [`u-${random(100)}`] }),
      (api) => api('POST', `${project}/flags`, { key: `n${random(6)}`, type: 'boolean' }),
      (api) => api('DELETE', `${project}/flags/n${random(6)}`),
      (api) => api('POST', `${project}/environments`, { key: 'extra', name: 'Extra' }),
      (api) => api('DELETE', `${project}/environments/extra`),
      (api) => api('POST', `${project}/keys`, { kind: 'relay', name: 'k', allEnvironments: true }),
      (api) => api('PATCH', `${project}/environments/dev`, { sortOrder: random(100) }),
      (api) => api('POST', '/api/users', { email: `u${random(20)}@example.org`, name: 'U', role: 'viewer' }),
    ];
    const strange: unknown[] = [];
    for (let round = 0; round < 12; round += 1) {
      const calls = Array.from({ length: 16 }, (_, index) =>
        storm[random(storm.length)]?.(index % 2 ? plane.api : second),
      );
      for (const answer of await Promise.all(calls)) {
        if (answer && ![200, 201, 204, 400, 404, 409].includes(answer.status)) strange.push(answer.body);
      }
    }
    expect(strange).toEqual([]);
    await expectSoundVersions(projectId);
    const [audited] = await sql<
      { count: number }[]
    >`select count(*)::int from audit_logs where project_id = ${projectId}`;
    expect(audited?.count).toBeGreaterThan(40);
  }, 180_000);
});

describe('the first start', () => {
  it('of several control planes at the same time creates one admin token, and prints it once', async () => {
    const { createTestDatabase } = await import('../test/support/database.ts');
    const database = await createTestDatabase();
    const printed: string[] = [];
    const start = () =>
      startControlPlane(
        { databaseUrl: database.url, host: '127.0.0.1', port: 0, logLevel: 'silent' },
        { logger: silentLogger, printToOperator: (line) => printed.push(line) },
      );
    const planes = await Promise.all([start(), start(), start()]);
    expect(printed).toHaveLength(1);
    const token = /sf_api_[A-Za-z0-9_-]{43}/.exec(printed[0] ?? '')?.[0];
    for (const { url } of planes) {
      expect((await createManagementApi(url, token).request('GET', '/api/me')).body).toMatchObject({
        role: 'admin',
      });
    }
    await Promise.all(planes.map((each) => each.stop()));
    const again = await start();
    expect(printed).toHaveLength(1);
    await again.stop();
    await database.drop();
  });
});
