import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../shared/logging/logger.ts';
import { createProject } from '../test/support/control-plane/test-control-plane.ts';
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts';
import { listenOnAnyPort } from '../test/support/listen.ts';
import { createManagementApi } from '../test/support/management-api.ts';
import { openStream } from '../test/support/sse-client.ts';
import type { ControlPlaneConfig } from './config.ts';
import { startControlPlane } from './start-control-plane.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const config = (overrides: Partial<ControlPlaneConfig> = {}): ControlPlaneConfig => ({
  databaseUrl: database.url,
  host: '127.0.0.1',
  port: 0,
  logLevel: 'silent',
  bootstrapAdminToken: `sf_api_${'t'.repeat(32)}`,
  ...overrides,
});
const deps = { logger: silentLogger };

describe('startControlPlane', () => {
  it('serves on an empty database, and stops', async () => {
    const controlPlane = await startControlPlane(config(), deps);
    expect((await fetch(`${controlPlane.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${controlPlane.url}/health/ready`)).status).toBe(200);
    const unknown = await fetch(`${controlPlane.url}/nothing/here?token=abc`);
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('content-type')).toBe('application/problem+json');
    expect(await unknown.json()).toMatchObject({
      code: 'NOT_FOUND',
      detail: 'Nothing is served at /nothing/here.',
    });
    await Promise.all([controlPlane.stop(), controlPlane.stop()]);
    await expect(fetch(`${controlPlane.url}/health/live`)).rejects.toThrow();
  });

  it('ends open streams when it stops, and does not wait for their connections', async () => {
    const controlPlane = await startControlPlane(config(), deps);
    const api = createManagementApi(controlPlane.url, config().bootstrapAdminToken).call;
    const projectId = await createProject(api);
    const scope = { kind: 'relay', name: 'edge', allEnvironments: true };
    const { body } = await api('POST', `/api/projects/${projectId}/keys`, scope);
    const stream = await openStream(`${controlPlane.url}/relay/stream`, { key: body.key });
    await stream.until('the snapshot', ({ event }) => event === 'snapshot');
    const before = performance.now();
    await controlPlane.stop();
    expect(performance.now() - before).toBeLessThan(1_500);
    await expect.poll(() => stream.ended).toBe(true);
  });

  it('reports in one line that the port is in use', async () => {
    const other = createServer();
    const port = await listenOnAnyPort(other);
    await expect(startControlPlane(config({ port }), deps)).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use; stop the program that uses it or set PORT to another port`,
    );
    await new Promise((closed) => other.close(closed));
  });

  it('reports at once that a database does not exist, without the password', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    const error = await startControlPlane(config({ databaseUrl: url.href }), deps).catch((e: unknown) => e);
    expect(String(error)).toContain(
      '(DATABASE_URL) cannot be used: database "no_such_database" does not exist',
    );
    expect(String(error)).not.toContain(url.password || 'no password');
  });
});
