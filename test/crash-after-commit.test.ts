import { expect, it } from 'vitest';
import { createTestDatabase } from './support/database.ts';
import { evaluateAt } from './support/edge-client.ts';
import { eventually } from './support/eventually.ts';
import { createManagementApi } from './support/management-api.ts';
import { createProcessGroup } from './support/processes.ts';
import { startRedisServer } from './support/redis-server.ts';
import { newAdminToken, startControlPlane, startNodeEdge } from './support/system.ts';

const group = createProcessGroup();

it('delivers a change whose control plane was killed between commit and publish', async () => {
  const [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
  const shared = { databaseUrl: database.url, redisUrl: redis.url, adminToken: newAdminToken() };
  const survivor = await startControlPlane(group, { ...shared, name: 'survivor' });
  const { api } = survivor;
  const { id: projectId } = await api.createProject('Shop');
  await api.createEnvironment(projectId, 'production');
  await api.createFlag(projectId, { key: 'new-checkout' });
  const server = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
  const relay = await api.createKey(projectId, { kind: 'relay' });
  const edge = await startNodeEdge(group, { upstreamUrl: survivor.url, relayKey: relay.secret });
  const ask = async () => (await evaluateAt(edge.url, server.secret, { flagKey: 'new-checkout' })).body;
  expect(await ask()).toMatchObject({ value: false, reason: 'DISABLED' });

  const doomed = await startControlPlane(group, {
    ...shared,
    name: 'doomed',
    module: 'test/support/control-plane-that-dies.ts',
  });
  const change = createManagementApi(doomed.url, shared.adminToken).configure(
    projectId,
    'new-checkout',
    'production',
    { enabled: true },
  );
  await expect(change).rejects.toThrow('fetch failed');
  expect(await doomed.process.exited()).toBeNull(); // by a signal

  await eventually('the change arrives', async () => (await ask()).value === true, 3_000);
  await group.stopAll();
  await redis.stop();
  await database.drop();
});
