import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../shared/logging/logger.ts';
import { ADMIN_TOKEN, createProject } from '../test/support/control-plane/test-control-plane.ts';
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts';
import { type ApiCall, createManagementApi } from '../test/support/management-api.ts';
import { type CuttableProxy, createCuttableProxy } from '../test/support/tcp-proxy.ts';
import { type ControlPlane, startControlPlane } from './start-control-plane.ts';

let database: TestDatabase;
let proxy: CuttableProxy;
let controlPlane: ControlPlane;
let api: ApiCall;
const hints: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await createCuttableProxy(database.url);
  controlPlane = await startControlPlane(
    {
      databaseUrl: proxy.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: ADMIN_TOKEN,
    },
    {
      logger: silentLogger,
      wrapNotifier: () => ({ environmentsChanged: (ids) => void hints.push(...ids), keysChanged: () => {} }),
    },
  );
  api = createManagementApi(controlPlane.url, ADMIN_TOKEN).call;
});
afterAll(async () => {
  await controlPlane.stop();
  await proxy.close();
  await database.drop();
});

describe('while Postgres is unreachable', () => {
  it('every request gets 503 with Retry-After, and works again after the recovery', async () => {
    const projectId = await createProject(api);
    await api('POST', `/api/projects/${projectId}/flags`, { key: 'f', type: 'boolean' });
    const path = `/api/projects/${projectId}/flags/f/environments/production`;
    const before = await api('GET', path);
    hints.length = 0;

    proxy.cut();
    for (const [method, target, body] of [
      ['PATCH', path, { enabled: true }],
      ['GET', path, undefined],
      ['POST', `/api/projects/${projectId}/flags`, { key: 'g', type: 'boolean' }],
    ] as const) {
      const answer = await api(method, target, body);
      expect(answer, method).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|127\.0\.0\.1|postgres/i);
    }
    expect((await fetch(`${controlPlane.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${controlPlane.url}/health/ready`)).status).toBe(503);
    expect(hints).toEqual([]);

    proxy.mend();
    await expect.poll(async () => (await api('GET', path)).status, { timeout: 10_000 }).toBe(200);
    expect((await api('GET', path)).body).toEqual(before.body);
    expect((await api('PATCH', path, { enabled: true })).status).toBe(200);
    expect((await fetch(`${controlPlane.url}/health/ready`)).status).toBe(200);
  });

  it('an interrupted change is either complete or absent', async () => {
    const projectId = await createProject(api);
    const flags = `/api/projects/${projectId}/flags`;
    const version = async () =>
      (await api('GET', `/api/projects/${projectId}/environments/production`)).body.version;
    for (let round = 0; round < 8; round += 1) {
      const before = await version();
      const changes = Array.from({ length: 4 }, (_, index) =>
        api('POST', flags, { key: `f-${round}-${index}`, type: 'boolean' }),
      );
      await new Promise((later) => setTimeout(later, round * 4));
      proxy.cut();
      const answers = await Promise.all(changes);
      proxy.mend();
      await expect.poll(version, { timeout: 10_000 }).toBeGreaterThanOrEqual(before);
      for (const { status } of answers) expect([201, 503]).toContain(status);
      // A response may be lost after the commit. A change whose response arrived must be stored completely.
      const { body } = await api('GET', `${flags}?limit=100`);
      const made = body.items.filter(({ key }: { key: string }) => key.startsWith(`f-${round}-`));
      expect(await version()).toBe(before + made.length);
      expect(made.length).toBeGreaterThanOrEqual(answers.filter(({ status }) => status === 201).length);
      for (const { key } of made) {
        expect((await api('GET', `${flags}/${key}/environments/production`)).body.variations).toHaveLength(2);
      }
    }
    const audit = await api('GET', `/api/projects/${projectId}/audit?resourceType=flag&limit=100`);
    const listed = await api('GET', `${flags}?limit=100`);
    expect(audit.body.items).toHaveLength(listed.body.items.length);
  });
});
