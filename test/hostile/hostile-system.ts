import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createManagementApi } from '../support/management-api.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';
import { createCostlyFlags, createLargeFlag } from './flags-under-attack.ts';

export const ENVIRONMENT = 'production';
/** Its evaluations are fast and its answers large: an edge can answer many of them in a second. */
const LARGE_ANSWERS = 'large-answers';

/** A control plane and an edge with Postgres and Redis, and the credentials of those who attack them. */
export interface HostileSystem {
  readonly controlPlane: RunningControlPlane;
  readonly edge: RunningServer;
  readonly redis: RedisServer;
  readonly databaseUrl: string;
  readonly projectId: string;
  readonly environmentId: string;
  readonly serverKey: string;
  readonly clientKey: string;
  /** Its bulk answers have 70 KB. */
  readonly largeAnswersKey: string;
  /** API tokens by role. */
  readonly tokens: Readonly<Record<'admin' | 'editor' | 'viewer', string>>;
}

/** Call at the top level of a test file: it registers hooks. */
export function useHostileSystem(): () => HostileSystem {
  const group = createProcessGroup();
  let system: HostileSystem | undefined;
  let database: TestDatabase | undefined;
  let redis: RedisServer | undefined;
  beforeAll(async () => {
    [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
    const admin = newAdminToken();
    const options = { databaseUrl: database.url, redisUrl: redis.url, adminToken: admin };
    const controlPlane = await startControlPlane(group, options);
    const { api, url } = controlPlane;
    const { id: projectId } = await api.createProject('Under attack');
    const { id: environmentId } = await api.createEnvironment(projectId, ENVIRONMENT);
    await api.createEnvironment(projectId, LARGE_ANSWERS);
    await createCostlyFlags(api, projectId, ENVIRONMENT);
    await createLargeFlag(api, projectId, LARGE_ANSWERS);
    const keyOf = async (kind: 'server' | 'client', environmentKey: string) =>
      (await api.createKey(projectId, { kind, environmentKey })).secret;
    const relayKey = (await api.createKey(projectId, { kind: 'relay' })).secret;
    const edge = await startNodeEdge(group, { upstreamUrl: url, relayKey, env: { REDIS_URL: redis.url } });
    system = {
      controlPlane,
      edge,
      redis,
      databaseUrl: database.url,
      projectId,
      environmentId,
      serverKey: await keyOf('server', ENVIRONMENT),
      clientKey: await keyOf('client', ENVIRONMENT),
      largeAnswersKey: await keyOf('client', LARGE_ANSWERS),
      tokens: {
        admin,
        editor: await tokenOf(url, admin, 'editor'),
        viewer: await tokenOf(url, admin, 'viewer'),
      },
    };
  });
  afterAll(async () => {
    await group.stopAll();
    await redis?.stop();
    await database?.drop();
  });
  return () => {
    if (system === undefined) throw new Error('The system has not started.');
    return system;
  };
}

async function tokenOf(url: string, admin: string, role: string): Promise<string> {
  const { call } = createManagementApi(url, admin);
  const user = await call('POST', '/api/users', { email: `${role}@example.org`, name: role, role });
  const token = await call('POST', `/api/users/${user.body.id}/tokens`, { name: 'attack' });
  return token.body.token;
}
