import type { Credentials, KeptKey } from './credentials.ts';
import { DEMO_ENVIRONMENT, DEMO_ENVIRONMENTS, DEMO_FLAGS, DEMO_PROJECT } from './demo-project.ts';
import { ApiRefusal, listAll, type ManagementApi, memberIn, textIn } from './management-api.ts';
import { LauncherProblem } from './problem.ts';

/** Keeps credentials where a crash cannot take them. */
type Keep = (credentials: Credentials) => void;

/** Bodies of `POST …/keys`. The edge serves whatever environments there are, later ones included. */
const KEYS = {
  serverKey: { name: 'Demo: server', kind: 'server', environmentKeys: [DEMO_ENVIRONMENT] },
  clientKey: { name: 'Demo: browser', kind: 'client', environmentKeys: [DEMO_ENVIRONMENT] },
  relayKey: { name: 'Edge of npm start', kind: 'relay', allEnvironments: true },
} as const;

/**
 * Makes the demo project, or what a crash left undone of it; each step looks for its own traces first. Once complete it
 * belongs to its user: then only the edge's own key is made anew where it is missing.
 *
 * @throws LauncherProblem when the API token is not accepted, or the project is gone
 */
export async function seed(api: ManagementApi, credentials: Credentials, keep: Keep): Promise<Credentials> {
  try {
    return credentials.demoComplete
      ? await renewRelayKey(api, credentials, keep)
      : await makeDemo(api, credentials, keep);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    if (error.status === 401) {
      throw new LauncherProblem(
        'This database does not accept the API token in credentials.json: it was set up by somebody else, or that file ' +
          'was replaced. Put an admin token of the database there, or use another data folder (DATA_DIR) or database.',
      );
    }
    throw new LauncherProblem(`The demo project cannot be made. ${error.message}`);
  }
}

async function makeDemo(api: ManagementApi, credentials: Credentials, keep: Keep): Promise<Credentials> {
  const projectId = credentials.projectId ?? (await ensureProject(api));
  let kept: Credentials = { ...credentials, projectId };
  keep(kept);
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
    if (kept[name]) continue;
    kept = { ...kept, [name]: await mintKey(api, project, KEYS[name]) };
    keep(kept);
  }
  kept = { ...kept, demoComplete: true };
  keep(kept);
  return kept;
}

/** The project of an unfinished start is found by its name: nobody has had a token to make one of the same name. */
async function ensureProject(api: ManagementApi): Promise<string> {
  const existing = (await listAll(api, '/api/projects')).find(
    (project) => memberIn(project, 'name') === DEMO_PROJECT.name,
  );
  return textIn(existing ?? (await api.post('/api/projects', DEMO_PROJECT)), 'id');
}

/** Creates something that has a key of its own; being there already is as good. */
async function create(api: ManagementApi, path: string, body: object): Promise<void> {
  try {
    await api.post(path, body);
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.status === 409)) throw error;
  }
}

/** Makes an SDK key. One of the same name is from a start that crashed before it could keep the secret: it goes. */
async function mintKey(
  api: ManagementApi,
  project: string,
  key: (typeof KEYS)[keyof typeof KEYS],
): Promise<KeptKey> {
  for (const existing of await listAll(api, `${project}/keys`)) {
    if (memberIn(existing, 'name') === key.name && memberIn(existing, 'revokedAt') === null) {
      await api.delete(`${project}/keys/${textIn(existing, 'id')}`);
    }
  }
  const made = await api.post(`${project}/keys`, key);
  return { id: textIn(made, 'id'), key: textIn(made, 'key') };
}

async function renewRelayKey(api: ManagementApi, credentials: Credentials, keep: Keep): Promise<Credentials> {
  const project = `/api/projects/${encodeURIComponent(credentials.projectId ?? '')}`;
  const isThere = (await listAll(api, `${project}/keys`)).some(
    (key) => memberIn(key, 'id') === credentials.relayKey?.id && memberIn(key, 'revokedAt') === null,
  );
  if (isThere) return credentials;
  const renewed = { ...credentials, relayKey: await mintKey(api, project, KEYS.relayKey) };
  keep(renewed);
  return renewed;
}
