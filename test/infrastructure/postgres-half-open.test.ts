import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createProcessGroup } from '../support/processes.ts';
import { newAdminToken, type RunningControlPlane, startControlPlane } from '../support/system.ts';
import { type CuttableProxy, createCuttableProxy } from '../support/tcp-proxy.ts';

/** A request is refused within this time while packets vanish. */
const REFUSED_WITHIN_MS = 6_000;
/** Requests succeed again within this time after the network has healed. */
const HEALED_WITHIN_MS = 10_000;

const group = createProcessGroup();
const adminToken = newAdminToken();
let database: TestDatabase;
let proxy: CuttableProxy;
let controlPlane: RunningControlPlane;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await createCuttableProxy(database.url);
  controlPlane = await startControlPlane(group, { databaseUrl: proxy.url, adminToken });
});
afterAll(async () => {
  await group.stopAll();
  await proxy.close();
  await database.drop();
});

it('refuses reads and writes while packets vanish, and works again soon after', async () => {
  expect(await listProjects()).toMatchObject({ status: 200 });
  proxy.dropAll();
  const answers = await Promise.all([
    // More than there are connections, so that some have to wait for one.
    ...Array.from({ length: 15 }, listProjects),
    ...Array.from({ length: 5 }, createProject),
    call('/health/ready'),
  ]);
  for (const { status, retryAfter, tookMs } of answers) {
    expect(status).toBe(503);
    expect(retryAfter).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(REFUSED_WITHIN_MS);
  }
  // New connections are tried now. They get no answer either.
  expect(await createProject()).toMatchObject({ status: 503 });
  expect(await call('/health/live')).toMatchObject({ status: 200 });

  proxy.mend();
  const healedMs = performance.now();
  await expect.poll(async () => (await createProject()).status, { timeout: 20_000 }).toBe(201);
  expect(performance.now() - healedMs).toBeLessThan(HEALED_WITHIN_MS);
  expect(await call('/health/ready')).toMatchObject({ status: 200 });
});

it('replaces connections whose packets vanish while new connections work', async () => {
  proxy.dropEstablished();
  const beganMs = performance.now();
  await expect.poll(async () => (await createProject()).status, { timeout: 20_000 }).toBe(201);
  expect(performance.now() - beganMs).toBeLessThan(HEALED_WITHIN_MS);
});

it('ends in order after SIGTERM while packets vanish', async () => {
  proxy.dropAll();
  const pending = createProject();
  // The request has arrived and waits for Postgres.
  await sleep(500);
  const beganMs = performance.now();
  expect(await controlPlane.process.stop()).toBe(0);
  expect(performance.now() - beganMs).toBeLessThan(10_000);
  expect(await pending).toMatchObject({ status: 503 });
});

function listProjects() {
  return call('/api/projects');
}

function createProject() {
  return call('/api/projects', { method: 'POST', body: JSON.stringify({ name: 'Shop' }) });
}

async function call(path: string, init: RequestInit = {}) {
  const beganMs = performance.now();
  const response = await fetch(`${controlPlane.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(20_000),
  });
  await response.body?.cancel();
  const retryAfter = Number(response.headers.get('retry-after'));
  return { status: response.status, retryAfter, tookMs: performance.now() - beganMs };
}
