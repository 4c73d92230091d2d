import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { listenOnAnyPort } from '../../test/support/listen.ts';
import { createManagementApi } from '../../test/support/management-api.ts';
import { startControlPlane } from '../start-control-plane.ts';

const ADMIN = `sf_api_${'o'.repeat(40)}`;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
let collector: Server;
let received: string;
let database: TestDatabase;

beforeEach(async () => {
  received = '';
  database = await createTestDatabase();
  collector = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk;
    });
    request.on('end', () => response.end('{}'));
  });
  const port = await listenOnAnyPort(collector);
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  collector.closeAllConnections();
  collector.close();
  await once(collector, 'close');
  await database.drop();
});

it('continues the trace of the caller with route, status and request id, and without secrets', async () => {
  const controlPlane = await startControlPlane(
    {
      databaseUrl: database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: ADMIN,
      tracing: { serviceName: 'control-plane-under-test' },
    },
    { logger: silentLogger },
  );
  await createManagementApi(controlPlane.url, ADMIN).call('POST', '/api/projects', { name: 'Secret shop' });
  await fetch(`${controlPlane.url}/api/projects/7?token=hidden`, {
    headers: {
      traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
      'x-request-id': 'request-7',
      authorization: 'Bearer sf_api_guess',
    },
  });
  await controlPlane.stop();
  for (const text of [
    'control-plane-under-test',
    '"name":"POST /api/projects"',
    '"name":"GET /api/projects/:projectId"',
    `"traceId":"${TRACE}"`,
    '"parentSpanId":"b7ad6b7169203331"',
    'request-7',
  ]) {
    expect(received).toContain(text);
  }
  for (const secret of [ADMIN, 'guess', 'hidden', 'Secret shop']) expect(received).not.toContain(secret);
});
