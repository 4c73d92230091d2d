import type { ChangeNotifier } from '../../../control-plane/model/change-notifier.ts';
import { type ControlPlane, startControlPlane } from '../../../control-plane/start-control-plane.ts';
import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import {
  type ConfigurationPatch,
  createManagementApi,
  type ManagementApi,
  type NewKey,
} from '../management-api.ts';
import { openStream, type SseClient } from '../sse-client.ts';
import { ADMIN_TOKEN } from './test-control-plane.ts';

/** Control planes on one database, and a project with two environments. */
export interface StreamingFixture {
  readonly database: TestDatabase;
  readonly controlPlanes: readonly ControlPlane[];
  /** The management API of the first control plane. */
  readonly api: ManagementApi;
  readonly projectId: string;
  readonly environment: { readonly id: string; readonly key: string };
  readonly otherEnvironment: { readonly id: string; readonly key: string };
  /** A client or server key reads `environment`, a relay key all environments, unless `parts` names one. */
  createKey(kind: SdkKeyKind, parts?: Partial<NewKey>): Promise<TestKey>;
  revokeKey(id: string): Promise<void>;
  createFlag(key: string): Promise<void>;
  configure(key: string, patch: ConfigurationPatch): Promise<void>;
  /** Opens a stream of a control plane; closed with the fixture. */
  open(path: string, options: { key?: string; lastEventId?: string; at?: number }): Promise<SseClient>;
  stop(): Promise<void>;
}

export interface TestKey {
  readonly id: string;
  readonly secret: string;
}

export interface StreamingFixtureOptions {
  readonly controlPlanes?: number;
  readonly redisUrl?: string;
  /** Drops the hints of the first control plane, as if it had been killed between commit and publish. */
  readonly loseHints?: boolean;
}

const droppedHints: ChangeNotifier = { environmentsChanged: () => {}, keysChanged: () => {} };

export async function startStreamingFixture(
  options: StreamingFixtureOptions = {},
): Promise<StreamingFixture> {
  const database = await createTestDatabase();
  const controlPlanes: ControlPlane[] = [];
  for (let index = 0; index < (options.controlPlanes ?? 1); index += 1) {
    const config = {
      databaseUrl: database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent' as const,
      bootstrapAdminToken: ADMIN_TOKEN,
      ...(options.redisUrl === undefined ? {} : { redis: { url: options.redisUrl } }),
    };
    const loses = options.loseHints === true && index === 0;
    controlPlanes.push(
      await startControlPlane(config, {
        logger: silentLogger,
        ...(loses ? { wrapNotifier: () => droppedHints } : {}),
      }),
    );
  }
  const urlOf = (index: number) => controlPlanes[index]?.url ?? '';
  const api = createManagementApi(urlOf(0), ADMIN_TOKEN);
  const { id: projectId } = await api.createProject('Shop');
  const createEnvironment = async (key: string) => {
    const { id } = await api.createEnvironment(projectId, key);
    return { id, key };
  };
  const environment = await createEnvironment('production');
  const otherEnvironment = await createEnvironment('staging');
  const streams: SseClient[] = [];

  return {
    database,
    controlPlanes,
    api,
    projectId,
    environment,
    otherEnvironment,
    createKey: (kind, parts = {}) =>
      api.createKey(projectId, {
        kind,
        ...(kind === 'relay' ? {} : { environmentKey: environment.key }),
        ...parts,
      }),
    revokeKey: (id) => api.revokeKey(projectId, id),
    createFlag: (key) => api.createFlag(projectId, { key }),
    configure: (key, patch) => api.configure(projectId, key, environment.key, patch),
    async open(path, { at = 0, ...rest }) {
      const stream = await openStream(`${urlOf(at)}${path}`, rest);
      streams.push(stream);
      return stream;
    },
    async stop() {
      for (const stream of streams) stream.close();
      await Promise.all(controlPlanes.map((controlPlane) => controlPlane.stop()));
      await database.drop();
    },
  };
}
