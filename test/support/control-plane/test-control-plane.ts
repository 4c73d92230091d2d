import type { ControlPlaneConfig } from '../../../control-plane/config.ts';
import type { ChangeNotifier } from '../../../control-plane/model/change-notifier.ts';
import { type ControlPlane, startControlPlane } from '../../../control-plane/start-control-plane.ts';
import { type Logger, silentLogger } from '../../../shared/logging/logger.ts';
import type { ApiRequest, RawApiRequest } from '../api-request.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type ApiCall, createManagementApi } from '../management-api.ts';

export const ADMIN_TOKEN = `sf_api_${'a'.repeat(40)}`;

/** Ids in the hints that a control plane has given, oldest first. */
export interface Hints {
  readonly environments: string[];
  readonly projects: string[];
}

/** A control plane in this process with its own database, and the management API as an admin calls it. */
export interface TestControlPlane {
  readonly controlPlane: ControlPlane;
  readonly database: TestDatabase;
  readonly request: ApiRequest;
  readonly sendRaw: RawApiRequest;
  /** `sendRaw`, for tests that do not use `request` yet. */
  readonly api: ApiCall;
  readonly hints: Hints;
  stop(): Promise<void>;
}

/** @param settings replace those of a test */
export async function startTestControlPlane(
  settings: Partial<ControlPlaneConfig> = {},
  logger: Logger = silentLogger,
): Promise<TestControlPlane> {
  const database = await createTestDatabase();
  const hints: Hints = { environments: [], projects: [] };
  const recorder: ChangeNotifier = {
    environmentsChanged: (ids) => void hints.environments.push(...ids),
    keysChanged: (id) => void hints.projects.push(id),
  };
  const controlPlane = await startControlPlane(
    {
      databaseUrl: database.url,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: ADMIN_TOKEN,
      ...settings,
    },
    { logger, wrapNotifier: () => recorder },
  );
  const { request, sendRaw, call } = createManagementApi(controlPlane.url, ADMIN_TOKEN);
  return {
    controlPlane,
    database,
    request,
    sendRaw,
    api: call,
    hints,
    stop: async () => {
      await controlPlane.stop();
      await database.drop();
    },
  };
}

/** Creates a project with environments of these keys; resolves with its id. */
export async function createProject(
  api: ApiRequest,
  environments: readonly string[] = ['production'],
): Promise<string> {
  const project = await api('POST', '/api/projects', { name: 'Shop' });
  for (const [sortOrder, key] of environments.entries()) {
    await api('POST', `/api/projects/${project.body.id}/environments`, { key, name: key, sortOrder });
  }
  return project.body.id;
}

/** The version of each environment of a project. */
export async function environmentVersions(api: ApiRequest, projectId: string): Promise<readonly number[]> {
  const { body } = await api('GET', `/api/projects/${projectId}/environments`);
  return body.items.map(({ version }) => version);
}
