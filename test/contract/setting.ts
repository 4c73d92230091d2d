import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import type { ManagementApi, NewFlag } from '../support/management-api.ts';
import { createProcessGroup } from '../support/processes.ts';
import { startRedisServer } from '../support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  type StartEdge,
  startControlPlane,
} from '../support/system.ts';

/** One runtime of the edge, and what it promises. */
export interface EdgeUnderTest {
  readonly startEdge: StartEdge;
  /** Milliseconds within which a revoked key is refused, Redis being up. */
  readonly revocationWithin: number;
  /** Milliseconds within which a change is answered with, Redis being up. */
  readonly changeWithin: number;
}

/** One control plane with a project in it, and one edge that is connected to it. */
export interface Setting {
  readonly api: ManagementApi;
  readonly projectId: string;
  /** UUID of the environment `production`, where flags are switched on. */
  readonly environmentId: string;
  /** UUID of the environment `staging`. */
  readonly otherEnvironmentId: string;
  /** UUID of the edge's own key, `keys.relay`. */
  readonly relayKeyId: string;
  readonly controlPlane: RunningControlPlane;
  readonly edge: RunningServer;
  readonly keys: {
    readonly server: string;
    readonly client: string;
    readonly relay: string;
    /** A server key of `staging`. */
    readonly otherServer: string;
  };
  /**
   * Starts one more edge on the same control plane, with a relay key of its own.
   *
   * @param readyPath answers 200 once it counts as started; `/health/ready` where omitted
   */
  startAnother(
    env: Readonly<Record<string, string>>,
    readyPath?: string,
  ): Promise<RunningServer & { readonly relayKeyId: string }>;
  /** Creates a boolean flag, switches it on in `production`, and waits until the edge answers with it. */
  flagIsOn(flag: NewFlag): Promise<void>;
}

/** Sets the stage before a file's tests and strikes it after them; call it at the top level. */
export function useSetting(under: EdgeUnderTest): () => Setting {
  const group = createProcessGroup();
  let setting: Setting | undefined;
  let removeServers: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
    removeServers = async () => {
      await redis.stop();
      await database.drop();
    };
    const controlPlane = await startControlPlane(group, {
      databaseUrl: database.url,
      redisUrl: redis.url,
      adminToken: newAdminToken(),
    });
    const content = await createContent(controlPlane.api);
    const edge = await under.startEdge(group, {
      upstreamUrl: controlPlane.url,
      relayKey: content.keys.relay,
    });
    setting = {
      ...content,
      controlPlane,
      edge,
      startAnother: async (env, readyPath) => {
        const relay = await content.api.createKey(content.projectId, { kind: 'relay' });
        const options = { name: 'another edge', upstreamUrl: controlPlane.url, relayKey: relay.secret, env };
        const started = readyPath === undefined ? options : { ...options, readyPath };
        return { ...(await under.startEdge(group, started)), relayKeyId: relay.id };
      },
      flagIsOn: async (flag) => {
        await content.api.createFlag(content.projectId, flag);
        await content.api.configure(content.projectId, flag.key, 'production', { enabled: true });
        await eventually(`the edge has ${flag.key}`, async () => {
          const { body } = await evaluateAt(edge.url, content.keys.server, { flagKey: flag.key });
          return body.errorCode === undefined && body.reason !== 'DISABLED';
        });
      },
    };
  });
  afterAll(async () => {
    await group.stopAll();
    await removeServers?.();
  });

  return () => {
    if (!setting) throw new Error('the setting is there only within tests');
    return setting;
  };
}

async function createContent(api: ManagementApi) {
  const { id: projectId } = await api.createProject('Shop');
  const production = await api.createEnvironment(projectId, 'production');
  const staging = await api.createEnvironment(projectId, 'staging');
  const secret = async (kind: 'server' | 'client', environmentKey: string) => {
    return (await api.createKey(projectId, { kind, environmentKey })).secret;
  };
  const relay = await api.createKey(projectId, { kind: 'relay' });
  const keys = {
    server: await secret('server', 'production'),
    client: await secret('client', 'production'),
    relay: relay.secret,
    otherServer: await secret('server', 'staging'),
  };
  const ids = { environmentId: production.id, otherEnvironmentId: staging.id, relayKeyId: relay.id };
  return { api, projectId, ...ids, keys };
}
