import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../shared/logging/logger.ts';
import { createProject } from '../../test/support/control-plane/test-control-plane.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createManagementApi } from '../../test/support/management-api.ts';
import { reservePort } from '../../test/support/ports.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import { openStream } from '../../test/support/sse-client.ts';
import { type ControlPlane, startControlPlane } from '../start-control-plane.ts';

const ADMIN = `sf_api_${'m'.repeat(40)}`;
let database: TestDatabase;
let redis: RedisServer;
let controlPlane: ControlPlane;
let metricsUrl: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  const port = await reservePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  controlPlane = await startControlPlane(
    {
      databaseUrl: database.url,
      redis: { url: redis.url },
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: ADMIN,
      metrics: { host: '127.0.0.1', port, chosen: true },
    },
    { logger: silentLogger },
  );
});
afterAll(async () => {
  await controlPlane.stop();
  await redis.stop();
  await database.drop();
});

const scrape = async () => (await fetch(metricsUrl)).text();

/** The value of one series, given as it is printed; `undefined` if there is none. */
async function value(series: string): Promise<number | undefined> {
  const start = `solid_fortnight_control_plane_${series} `;
  const line = (await scrape()).split('\n').find((text) => text.startsWith(start));
  return line === undefined ? undefined : Number(line.slice(start.length));
}

describe('the metrics of a control plane', () => {
  it('count requests by route and status, and refused credentials, with no label that a caller chooses', async () => {
    const api = createManagementApi(controlPlane.url, ADMIN).call;
    const project = await createProject(api);
    await api('GET', `/api/projects/${project}`);
    await fetch(`${controlPlane.url}/api/projects/${project}`, {
      headers: { authorization: 'Bearer sf_api_guess' },
    });
    await fetch(`${controlPlane.url}/stream`);
    await fetch(`${controlPlane.url}/guess/${project}`, { method: 'PURGE' });
    const route = 'method="GET",route="/api/projects/:projectId"';
    expect(await value(`requests_total{${route},status="200"}`)).toBe(1);
    expect(await value(`requests_total{${route},status="401"}`)).toBe(1);
    expect(await value('requests_total{method="other",route="other",status="404"}')).toBe(1);
    expect(await value(`request_duration_seconds_count{${route}}`)).toBe(2);
    expect(await value('auth_failures_total{credential="api_token",reason="unauthenticated"}')).toBe(1);
    expect(await value('auth_failures_total{credential="sdk_key",reason="unauthenticated"}')).toBe(1);
    const text = await scrape();
    for (const given of ['guess', 'PURGE', project, ADMIN]) expect(text).not.toContain(given);
  });

  it('count hubs, streams, refreshes, sweeps, hints, transactions and connections', async () => {
    const api = createManagementApi(controlPlane.url, ADMIN).call;
    const project = await createProject(api);
    const { body: key } = await api('POST', `/api/projects/${project}/keys`, {
      kind: 'server',
      name: 'service',
      environmentKeys: ['production'],
    });
    const stream = await openStream(`${controlPlane.url}/stream`, { key: key.key });
    await stream.until('the snapshot', ({ event }) => event === 'snapshot');
    expect(await value('hubs{kind="flags"}')).toBe(1);
    expect(await value('streams_open{kind="flags"}')).toBe(1);
    expect(await value('streams_open{kind="keys"}')).toBe(0);
    const sent = (await value('hints_sent_total')) ?? 0;
    const committed = (await value('database_transactions_total{result="committed"}')) ?? 0;
    await api('POST', `/api/projects/${project}/flags`, { key: 'banner', name: 'Banner', type: 'boolean' });
    await stream.until('the change', ({ event }) => event === 'delta');
    await expect.poll(() => value('hints_sent_total')).toBeGreaterThan(sent);
    expect(await value('database_transactions_total{result="committed"}')).toBeGreaterThan(committed);
    expect(await value('hub_refreshes_total{kind="flags",result="succeeded"}')).toBeGreaterThan(1);
    expect(await value('hints_connected')).toBe(1);
    expect(await value('hints_failed_total')).toBe(0);
    await expect.poll(() => value('sweeps_total{result="succeeded"}'), { timeout: 5_000 }).toBeGreaterThan(0);
    expect(await value('hub_verified_age_seconds{kind="flags"}')).toBeLessThan(10);
    expect(await value('database_connections_open')).toBeGreaterThan(0);
    expect(await value('database_connections_busy')).toBeLessThanOrEqual(10);
    expect(await value('database_transactions_running')).toBe(0);
    expect(await value('database_transactions_waiting')).toBe(0);
    stream.close();
    await expect.poll(() => value('streams_closed_total{reason="left"}')).toBe(1);
  });

  it('count events, and still answer while Redis is unreachable', async () => {
    await expect.poll(() => value('event_stream_entries_pending')).toBe(0);
    expect(await value('event_stream_entries_undelivered')).toBe(0);
    expect(await value('events_stored_total')).toBe(0);
    expect(await value('events_in_flight')).toBe(0);
    await redis.kill();
    const api = createManagementApi(controlPlane.url, ADMIN).call;
    const project = await createProject(api);
    await api('POST', `/api/projects/${project}/flags`, { key: 'banner', name: 'Banner', type: 'boolean' });
    await expect.poll(() => value('hints_failed_total'), { timeout: 10_000 }).toBeGreaterThan(0);
    expect(await value('hints_connected')).toBe(0);
    expect(await value('event_stream_entries_pending')).toBeUndefined();
    await redis.start();
    await expect.poll(() => value('hints_connected'), { timeout: 10_000 }).toBe(1);
  }, 30_000);
});
