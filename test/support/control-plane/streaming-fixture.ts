import type { ChangeNotifier } from '../../../control-plane/model/change-notifier.ts';
import { type ControlPlane, startControlPlane } from '../../../control-plane/start-control-plane.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { openStream, type SseClient } from '../sse-client.ts';
import { ADMIN_TOKEN, apiClient, type Call } from './test-control-plane.ts';

/** Control planes on one database, and a project with what its streams need. */
export interface StreamingSetting {
  readonly database: TestDatabase;
  readonly controlPlanes: readonly ControlPlane[];
  /** The management API of the first control plane. */
  readonly api: Call;
  readonly projectId: string;
  readonly environment: { readonly id: string; readonly key: string };
  readonly otherEnvironment: { readonly id: string; readonly key: string };
  createKey(kind: 'client' | 'server' | 'relay', extra?: Readonly<Record<string, unknown>>): Promise<TestKey>;
  revokeKey(id: string): Promise<void>;
  createFlag(key: string): Promise<void>;
  configure(key: string, patch: Readonly<Record<string, unknown>>): Promise<void>;
  /** Opens a stream of a control plane; closed with the setting. */
  open(path: string, options: { key?: string; lastEventId?: string; at?: number }): Promise<SseClient>;
  stop(): Promise<void>;
}

export interface TestKey {
  readonly id: string;
  readonly key: string;
}

export interface StreamingSettingOptions {
  readonly controlPlanes?: number;
  readonly redisUrl?: string;
  /** Swallows hints of the first control plane, as if it had died between commit and publish. */
  readonly loseHints?: boolean;
}

const deaf: ChangeNotifier = { environmentsChanged: () => {}, keysChanged: () => {} };

export async function startStreaming(options: StreamingSettingOptions = {}): Promise<StreamingSetting> {
  const database = await createTestDatabase();
  const controlPlanes: ControlPlane[] = [];
  for (let index = 0; index < (options.controlPlanes ?? 1); index += 1) {
    const config = {
      databaseUrl: database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent' as const,
      bootstrapAdminToken: ADMIN_TOKEN,
      ...(options.redisUrl === undefined ? {} : { redisUrl: options.redisUrl }),
    };
    const loses = options.loseHints === true && index === 0;
    controlPlanes.push(
      await startControlPlane(config, {
        logger: silentLogger,
        ...(loses ? { wrapNotifier: () => deaf } : {}),
      }),
    );
  }
  const urlOf = (index: number) => controlPlanes[index]?.url ?? '';
  const call = apiClient(urlOf(0), ADMIN_TOKEN);
  const api: Call = async (method, path, body, headers) => {
    const answer = await call(method, path, body, headers);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const projectId: string = (await api('POST', '/api/projects', { name: 'Shop' })).body.id;
  const createEnvironment = async (key: string) => {
    const { body } = await api('POST', `/api/projects/${projectId}/environments`, { key, name: key });
    return { id: String(body.id), key };
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
    async createKey(kind, extra = {}) {
      const scope = kind === 'relay' ? { allEnvironments: true } : { environmentKeys: [environment.key] };
      const { body } = await api('POST', `/api/projects/${projectId}/keys`, {
        kind,
        name: `a ${kind} key`,
        ...('environmentKeys' in extra ? {} : scope),
        ...extra,
      });
      return { id: body.id, key: body.key };
    },
    revokeKey: async (id) => void (await api('DELETE', `/api/projects/${projectId}/keys/${id}`)),
    createFlag: async (key) =>
      void (await api('POST', `/api/projects/${projectId}/flags`, { key, name: key, type: 'boolean' })),
    configure: async (key, patch) =>
      void (await api(
        'PATCH',
        `/api/projects/${projectId}/flags/${key}/environments/${environment.key}`,
        patch,
      )),
    async open(path, { at = 0, ...rest }) {
      const stream = await openStream(`${urlOf(at)}${path}`, rest);
      streams.push(stream);
      return stream;
    },
    async stop() {
      for (const stream of streams) stream.close();
      for (const controlPlane of controlPlanes) await controlPlane.stop();
      await database.drop();
    },
  };
}
