import type { ChangeNotifier } from '../../../control-plane/model/change-notifier.ts';
import { type ControlPlane, startControlPlane } from '../../../control-plane/start-control-plane.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

export const ADMIN_TOKEN = `sf_api_${'a'.repeat(40)}`;

/** One answer of the API, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every shape
  readonly body: any;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Calls the API with a token; `body` is sent as JSON. */
export function apiClient(url: string, token: string | undefined): Call {
  return async (method, path, body, headers) => {
    const all = new Headers({ ...headers });
    if (token !== undefined) all.set('authorization', `Bearer ${token}`);
    if (body !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
    const response = await fetch(new URL(path, url), {
      method,
      headers: all,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
}

/** Hears every hint, in order. */
export interface Hints {
  readonly environments: string[];
  readonly projects: string[];
}

/** A control plane of a test's own, on a database of its own, with an admin's client. */
export interface TestControlPlane {
  readonly controlPlane: ControlPlane;
  readonly database: TestDatabase;
  readonly api: Call;
  readonly hints: Hints;
  stop(): Promise<void>;
}

export async function startTestControlPlane(): Promise<TestControlPlane> {
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
    },
    { logger: silentLogger, wrapNotifier: () => recorder },
  );
  return {
    controlPlane,
    database,
    api: apiClient(controlPlane.url, ADMIN_TOKEN),
    hints,
    stop: async () => {
      await controlPlane.stop();
      await database.drop();
    },
  };
}

/** A project with environments of these keys. */
export async function createProject(
  api: Call,
  environments: readonly string[] = ['production'],
): Promise<string> {
  const project = await api('POST', '/api/projects', { name: 'Shop' });
  for (const [sortOrder, key] of environments.entries()) {
    await api('POST', `/api/projects/${project.body.id}/environments`, { key, name: key, sortOrder });
  }
  return project.body.id;
}
