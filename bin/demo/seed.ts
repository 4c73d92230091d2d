import { ApiError, listAll, type ManagementApi, member, stringMember } from '../system/management-api.ts';
import { OperationalError } from '../system/operational-error.ts';
import type { Credentials, StoredKey } from './credentials.ts';
import { DEMO_ENVIRONMENT, DEMO_ENVIRONMENTS, DEMO_FLAGS, DEMO_PROJECT } from './demo-project.ts';

/** Writes the credentials to disk. */
type Save = (credentials: Credentials) => void;

/** Bodies of `POST …/keys`. The relay key covers all environments, including those created later. */
const KEYS = {
  serverKey: { name: 'Demo: server', kind: 'server', environmentKeys: [DEMO_ENVIRONMENT] },
  clientKey: { name: 'Demo: browser', kind: 'client', environmentKeys: [DEMO_ENVIRONMENT] },
  relayKey: { name: 'Edge of npm start', kind: 'relay', allEnvironments: true },
} as const;

/**
 * Creates the demo project. After a crash it continues: each step first checks whether it was done. A complete project
 * belongs to the user and is not changed; only a missing or revoked relay key is replaced.
 *
 * @throws OperationalError if the API token is not accepted, or if the project no longer exists
 */
export async function seed(api: ManagementApi, credentials: Credentials, save: Save): Promise<Credentials> {
  try {
    return credentials.demoComplete
      ? await renewRelayKey(api, credentials, save)
      : await createDemo(api, credentials, save);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) {
      throw new OperationalError(
        'This database does not accept the API token in credentials.json: it belongs to another installation, or that ' +
          'file was replaced. Put an admin token of the database there, or use another data folder (DATA_DIR) or database.',
      );
    }
    throw new OperationalError(`The demo project cannot be created. ${error.message}`);
  }
}

async function createDemo(api: ManagementApi, credentials: Credentials, save: Save): Promise<Credentials> {
  const projectId = credentials.projectId ?? (await ensureProject(api));
  let current: Credentials = { ...credentials, projectId };
  save(current);
  const project = `/api/projects/${encodeURIComponent(projectId)}`;

  for (const environment of DEMO_ENVIRONMENTS) await create(api, `${project}/environments`, environment);
  for (const { flag, configuration, enabledIn } of DEMO_FLAGS) {
    const { defaultValue, variations } = configuration;
    await create(api, `${project}/flags`, { ...flag, defaultValue, variations });
    for (const { key } of DEMO_ENVIRONMENTS) {
      await api.put(`${project}/flags/${flag.key}/environments/${key}`, {
        ...configuration,
        enabled: enabledIn.includes(key),
      });
    }
  }

  for (const name of ['serverKey', 'clientKey', 'relayKey'] as const) {
    if (current[name]) continue;
    current = { ...current, [name]: await createKey(api, project, KEYS[name]) };
    save(current);
  }
  current = { ...current, demoComplete: true };
  save(current);
  return current;
}

/** Finds the project of an incomplete first start by its name: until it is complete, no user has had a token. */
async function ensureProject(api: ManagementApi): Promise<string> {
  const existing = (await listAll(api, '/api/projects')).find(
    (project) => member(project, 'name') === DEMO_PROJECT.name,
  );
  return stringMember(existing ?? (await api.post('/api/projects', DEMO_PROJECT)), 'id');
}

/** Creates a resource, unless one with the same key exists. */
async function create(api: ManagementApi, path: string, body: object): Promise<void> {
  try {
    await api.post(path, body);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
}

/** Creates an SDK key. Revokes those of the same name: they are from a start that crashed before it saved the secret. */
async function createKey(
  api: ManagementApi,
  project: string,
  key: (typeof KEYS)[keyof typeof KEYS],
): Promise<StoredKey> {
  for (const existing of await listAll(api, `${project}/keys`)) {
    if (member(existing, 'name') === key.name && member(existing, 'revokedAt') === null) {
      await api.delete(`${project}/keys/${stringMember(existing, 'id')}`);
    }
  }
  const created = await api.post(`${project}/keys`, key);
  return { id: stringMember(created, 'id'), key: stringMember(created, 'key') };
}

async function renewRelayKey(api: ManagementApi, credentials: Credentials, save: Save): Promise<Credentials> {
  const project = `/api/projects/${encodeURIComponent(credentials.projectId ?? '')}`;
  const isActive = (await listAll(api, `${project}/keys`)).some(
    (key) => member(key, 'id') === credentials.relayKey?.id && member(key, 'revokedAt') === null,
  );
  if (isActive) return credentials;
  const renewed = { ...credentials, relayKey: await createKey(api, project, KEYS.relayKey) };
  save(renewed);
  return renewed;
}
