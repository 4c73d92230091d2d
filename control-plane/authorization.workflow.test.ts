import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../test/support/management-api.ts';
import { readManagementDocument } from '../test/support/management-document.ts';

/** Callers with an API token: a role in the installation, roles in the project, or a token that gives fewer rights. */
const API_CALLERS = [
  'viewer',
  'editor',
  'admin',
  'roleless',
  'projectViewer',
  'projectEditor',
  'projectAdmin',
  'environmentViewer',
  'environmentEditor',
  'environmentAdmin',
  'stagingAdmin',
  'foreignAdmin',
  'serviceEditor',
  'readOnlyAdmin',
  'readOnlyAdminWithRights',
  'projectTokenOfAdmin',
  'foreignTokenOfAdmin',
] as const;
const CALLERS = ['anonymous', 'unknown', ...API_CALLERS, 'client', 'server', 'relay'] as const;
type ApiCallerName = (typeof API_CALLERS)[number];
type CallerName = (typeof CALLERS)[number];

const EVERYBODY = CALLERS;
const SIGNED_IN = API_CALLERS;
/** People, with tokens that give all their rights. */
const PEOPLE = API_CALLERS.filter(
  (name) => name !== 'serviceEditor' && !name.startsWith('readOnly') && !name.includes('TokenOf'),
);
const ADMINS: readonly CallerName[] = ['admin'];
const PROJECT_ADMINS: readonly CallerName[] = ['admin', 'projectAdmin', 'projectTokenOfAdmin'];
const ENVIRONMENT_ADMINS: readonly CallerName[] = [...PROJECT_ADMINS, 'environmentAdmin'];
const EDITORS: readonly CallerName[] = [...PROJECT_ADMINS, 'editor', 'projectEditor', 'serviceEditor'];
const ENVIRONMENT_EDITORS: readonly CallerName[] = [...EDITORS, 'environmentEditor', 'environmentAdmin'];
const EDITORS_OF_ANY: readonly CallerName[] = [...ENVIRONMENT_EDITORS, 'stagingAdmin'];
const VIEWERS: readonly CallerName[] = [
  ...EDITORS_OF_ANY,
  'viewer',
  'projectViewer',
  'environmentViewer',
  'readOnlyAdmin',
  'readOnlyAdminWithRights',
];

/** Every route of the control plane, with the credentials it accepts. A new route must be added here. */
const ACCEPTED_CREDENTIALS: Readonly<Record<string, readonly CallerName[]>> = {
  'GET /health/live': EVERYBODY,
  'GET /health/ready': EVERYBODY,
  'GET /api/openapi.json': EVERYBODY,
  'GET /api/project-document.schema.json': EVERYBODY,
  'GET /api/sign-in-methods': EVERYBODY,
  'GET /api/sign-in/oidc': EVERYBODY,
  'GET /api/sign-in/oidc/callback': EVERYBODY,
  'POST /api/session': EVERYBODY,
  'POST /api/session/redeem': EVERYBODY,
  'GET /api/session': SIGNED_IN,
  // Only with a session: session.workflow.test.ts.
  'DELETE /api/session': [],
  'PUT /api/session/password': [],
  'POST /api/sign-in-links': PEOPLE,
  'GET /api/sessions': PEOPLE,
  'DELETE /api/sessions/:sessionId': PEOPLE,
  'GET /api/me': SIGNED_IN,
  'GET /api/me/tokens': PEOPLE,
  'POST /api/me/tokens': PEOPLE,
  'DELETE /api/me/tokens/:tokenId': PEOPLE,
  'GET /api/projects': SIGNED_IN,
  'POST /api/projects': ADMINS,
  'GET /api/projects/:projectId': VIEWERS,
  'PATCH /api/projects/:projectId': PROJECT_ADMINS,
  'DELETE /api/projects/:projectId': ADMINS,
  'GET /api/projects/:projectId/environments': VIEWERS,
  'POST /api/projects/:projectId/environments': PROJECT_ADMINS,
  'GET /api/projects/:projectId/environments/:environmentKey': VIEWERS,
  'GET /api/projects/:projectId/environments/:environmentKey/usage': VIEWERS,
  'GET /api/projects/:projectId/environments/:environmentKey/flag-set': VIEWERS,
  // The right contexts:read, which admins have. A read-only token must carry it.
  'GET /api/projects/:projectId/environments/:environmentKey/attributes': [
    ...ENVIRONMENT_ADMINS,
    'readOnlyAdminWithRights',
  ],
  'GET /api/projects/:projectId/environments/:environmentKey/protection': VIEWERS,
  'PUT /api/projects/:projectId/environments/:environmentKey/protection': PROJECT_ADMINS,
  'DELETE /api/projects/:projectId/environments/:environmentKey/protection': PROJECT_ADMINS,
  'PATCH /api/projects/:projectId/environments/:environmentKey': ENVIRONMENT_ADMINS,
  'DELETE /api/projects/:projectId/environments/:environmentKey': PROJECT_ADMINS,
  'GET /api/projects/:projectId/flags': VIEWERS,
  'POST /api/projects/:projectId/flags': EDITORS,
  'GET /api/projects/:projectId/flags/:flagKey': VIEWERS,
  'PATCH /api/projects/:projectId/flags/:flagKey': EDITORS,
  'DELETE /api/projects/:projectId/flags/:flagKey': EDITORS,
  'POST /api/projects/:projectId/flags/:flagKey/archive': EDITORS,
  'POST /api/projects/:projectId/flags/:flagKey/restore': EDITORS,
  'GET /api/projects/:projectId/flags/:flagKey/uses': VIEWERS,
  'GET /api/projects/:projectId/flags/:flagKey/environments/:environmentKey': VIEWERS,
  'GET /api/projects/:projectId/flags/:flagKey/environments/:environmentKey/evaluations': VIEWERS,
  'PUT /api/projects/:projectId/flags/:flagKey/environments/:environmentKey': ENVIRONMENT_EDITORS,
  'PATCH /api/projects/:projectId/flags/:flagKey/environments/:environmentKey': ENVIRONMENT_EDITORS,
  'GET /api/projects/:projectId/segments': VIEWERS,
  'POST /api/projects/:projectId/segments': EDITORS,
  'GET /api/projects/:projectId/segments/:segmentKey': VIEWERS,
  'GET /api/projects/:projectId/segments/:segmentKey/uses': VIEWERS,
  'PATCH /api/projects/:projectId/segments/:segmentKey': EDITORS,
  'PATCH /api/projects/:projectId/segments/:segmentKey/members': EDITORS,
  'DELETE /api/projects/:projectId/segments/:segmentKey': EDITORS,
  'GET /api/projects/:projectId/change-sets': VIEWERS,
  'POST /api/projects/:projectId/change-sets': EDITORS_OF_ANY,
  'GET /api/projects/:projectId/change-sets/:changeSetId': VIEWERS,
  'PATCH /api/projects/:projectId/change-sets/:changeSetId': EDITORS_OF_ANY,
  'GET /api/projects/:projectId/change-sets/:changeSetId/operations': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/operations': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/operations/bulk': EDITORS_OF_ANY,
  'DELETE /api/projects/:projectId/change-sets/:changeSetId/operations/:position': EDITORS_OF_ANY,
  'GET /api/projects/:projectId/change-sets/:changeSetId/diff': VIEWERS,
  'GET /api/projects/:projectId/change-sets/:changeSetId/problems': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/preview': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/request-review': EDITORS_OF_ANY,
  'GET /api/projects/:projectId/change-sets/:changeSetId/approvals': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/approvals': VIEWERS,
  'PUT /api/projects/:projectId/change-sets/:changeSetId/schedule': EDITORS_OF_ANY,
  'DELETE /api/projects/:projectId/change-sets/:changeSetId/schedule': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/break-glass': PROJECT_ADMINS,
  'GET /api/projects/:projectId/change-sets/:changeSetId/rollout': VIEWERS,
  'PUT /api/projects/:projectId/change-sets/:changeSetId/rollout': EDITORS_OF_ANY,
  'DELETE /api/projects/:projectId/change-sets/:changeSetId/rollout': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rollout/start': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rollout/pause': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rollout/resume': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rollout/advance': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rollout/stop': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/discard': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rebase': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/apply': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/change-sets/:changeSetId/revert': EDITORS_OF_ANY,
  'GET /api/projects/:projectId/environments/:environmentKey/compare/:targetKey': VIEWERS,
  'POST /api/projects/:projectId/environments/:environmentKey/promote/:targetKey': EDITORS_OF_ANY,
  'POST /api/projects/:projectId/flags/:flagKey/copy': EDITORS,
  'GET /api/projects/:projectId/document': VIEWERS,
  'POST /api/projects/:projectId/document/plan': VIEWERS,
  'POST /api/projects/:projectId/explain': VIEWERS,
  'GET /api/projects/:projectId/keys': VIEWERS,
  'POST /api/projects/:projectId/keys': PROJECT_ADMINS,
  'GET /api/projects/:projectId/keys/:keyId': VIEWERS,
  'DELETE /api/projects/:projectId/keys/:keyId': PROJECT_ADMINS,
  'POST /api/projects/:projectId/keys/:keyId/rotate': PROJECT_ADMINS,
  'GET /api/projects/:projectId/readers': VIEWERS,
  'GET /api/projects/:projectId/changes': VIEWERS,
  'GET /api/projects/:projectId/webhooks': PROJECT_ADMINS,
  'POST /api/projects/:projectId/webhooks': PROJECT_ADMINS,
  'GET /api/projects/:projectId/webhooks/:webhookId': PROJECT_ADMINS,
  'PATCH /api/projects/:projectId/webhooks/:webhookId': PROJECT_ADMINS,
  'DELETE /api/projects/:projectId/webhooks/:webhookId': PROJECT_ADMINS,
  'POST /api/projects/:projectId/webhooks/:webhookId/rotate-secret': PROJECT_ADMINS,
  'POST /api/projects/:projectId/webhooks/:webhookId/resume': PROJECT_ADMINS,
  'POST /api/projects/:projectId/webhooks/:webhookId/test': PROJECT_ADMINS,
  'GET /api/projects/:projectId/webhooks/:webhookId/deliveries': PROJECT_ADMINS,
  'GET /api/projects/:projectId/webhooks/:webhookId/deliveries/:deliveryId': PROJECT_ADMINS,
  'POST /api/projects/:projectId/webhooks/:webhookId/deliveries/:deliveryId/redeliver': PROJECT_ADMINS,
  'GET /api/projects/:projectId/roles': PROJECT_ADMINS,
  'PUT /api/projects/:projectId/roles/:userId': PROJECT_ADMINS,
  'DELETE /api/projects/:projectId/roles/:userId': PROJECT_ADMINS,
  'PUT /api/projects/:projectId/environments/:environmentKey/roles/:userId': PROJECT_ADMINS,
  'DELETE /api/projects/:projectId/environments/:environmentKey/roles/:userId': PROJECT_ADMINS,
  'GET /api/projects/:projectId/audit-export': VIEWERS,
  'GET /api/audit-export': ADMINS,
  'GET /api/projects/:projectId/audit': VIEWERS,
  'GET /api/projects/:projectId/audit/:entryId': VIEWERS,
  'GET /api/audit': ADMINS,
  'GET /api/audit/:entryId': ADMINS,
  'POST /api/audit/erasures': ADMINS,
  'GET /api/users': ADMINS,
  'POST /api/users': ADMINS,
  'GET /api/users/:userId': ADMINS,
  'PATCH /api/users/:userId': ADMINS,
  'DELETE /api/users/:userId': ADMINS,
  'GET /api/users/:userId/sessions': ADMINS,
  'DELETE /api/users/:userId/sessions': ADMINS,
  'DELETE /api/users/:userId/sessions/:sessionId': ADMINS,
  'GET /api/users/:userId/invitation': ADMINS,
  'POST /api/users/:userId/invitation': ADMINS,
  'DELETE /api/users/:userId/invitation': ADMINS,
  'GET /api/users/:userId/tokens': ADMINS,
  'POST /api/users/:userId/tokens': ADMINS,
  'DELETE /api/users/:userId/tokens/:tokenId': ADMINS,
  'GET /stream': ['server', 'relay'],
  'GET /relay/stream': ['relay'],
  'POST /relay/positions': ['relay'],
  'POST /events': ['server', 'relay'],
};

let plane: TestControlPlane;
let projectId: string;
/** A project with the same roles, for the route that deletes one. */
let doomedProjectId: string;
const tokens = new Map<CallerName, string>([
  ['unknown', `sf_api_${'x'.repeat(43)}`],
  ['admin', ADMIN_TOKEN],
]);

interface Rights {
  readonly kind?: 'service';
  readonly role: string | null;
  /** Paths below the project, and the roles there. */
  readonly grants?: Readonly<Record<string, string>>;
  readonly token?: Readonly<Record<string, unknown>>;
}

const rightsOf = (
  project: string,
  foreign: string,
): Readonly<Record<Exclude<ApiCallerName, 'admin'>, Rights>> => ({
  viewer: { role: 'viewer' },
  editor: { role: 'editor' },
  roleless: { role: null },
  projectViewer: { role: null, grants: { [project]: 'viewer' } },
  projectEditor: { role: null, grants: { [project]: 'editor' } },
  projectAdmin: { role: null, grants: { [project]: 'admin' } },
  environmentViewer: { role: null, grants: { [`${project}/environments/production`]: 'viewer' } },
  environmentEditor: { role: null, grants: { [`${project}/environments/production`]: 'editor' } },
  environmentAdmin: { role: null, grants: { [`${project}/environments/production`]: 'admin' } },
  stagingAdmin: { role: null, grants: { [`${project}/environments/staging`]: 'admin' } },
  foreignAdmin: { role: null, grants: { [foreign]: 'admin' } },
  serviceEditor: { kind: 'service', role: null, grants: { [project]: 'editor' } },
  readOnlyAdmin: { role: 'admin', token: { isReadOnly: true } },
  readOnlyAdminWithRights: { role: 'admin', token: { isReadOnly: true, rights: ['contexts:read'] } },
  projectTokenOfAdmin: { role: 'admin', token: { onlyProjectId: project } },
  foreignTokenOfAdmin: { role: 'admin', token: { onlyProjectId: foreign } },
});

async function addUser(name: string, { kind, role, grants = {}, token = {} }: Rights): Promise<string> {
  const identity = kind === 'service' ? { kind } : { email: `${name}@example.org` };
  const user = await plane.api('POST', '/api/users', { ...identity, name, role });
  expect(user.status, JSON.stringify(user.body)).toBe(201);
  for (const [path, granted] of Object.entries(grants)) {
    const put = await plane.api('PUT', `/api/projects/${path}/roles/${user.body.id}`, { role: granted });
    expect(put.status).toBe(204);
  }
  const made = await plane.api('POST', `/api/users/${user.body.id}/tokens`, { name: 'Test', ...token });
  return made.body.token;
}

beforeAll(async () => {
  plane = await startTestControlPlane();
  projectId = await createProject(plane.api, ['production', 'staging']);
  doomedProjectId = await createProject(plane.api);
  const foreignProjectId = await createProject(plane.api);
  for (const name of API_CALLERS) {
    if (name === 'admin') continue;
    tokens.set(name, await addUser(name, rightsOf(projectId, foreignProjectId)[name]));
  }
  for (const kind of ['client', 'server', 'relay'] as const) {
    const scope = kind === 'relay' ? { allEnvironments: true } : { environmentKeys: ['production'] };
    const key = await plane.api('POST', `/api/projects/${projectId}/keys`, { kind, name: kind, ...scope });
    tokens.set(kind, key.body.key);
  }
});
afterAll(() => plane.stop());

/**
 * The path of a request that changes nothing: the project and its environment exist, but bodies are not valid, and what
 * could be deleted does not exist, except for one project.
 */
function pathOf(method: string, pattern: string): string {
  const project = method === 'DELETE' && pattern.endsWith('/:projectId') ? doomedProjectId : projectId;
  return pattern
    .replace(':projectId', project)
    .replace(':environmentKey', method === 'DELETE' ? 'absent' : 'production')
    .replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
}

/** Whether an answer means "no access": also that of a project which the caller must not know. */
function isRefused(status: number, text: string, path: string): boolean {
  if (status !== 404) return [401, 403].includes(status);
  const project = /^\/api\/projects\/([^/]+)/.exec(path)?.[1];
  return text.includes(`"There is no project ${project}."`);
}

/** The status of an allowed request. Bodies are not valid, and OpenID Connect is not set up. */
function passes(route: string): number {
  if (route.startsWith('GET /api/sign-in/oidc')) return 404;
  return route.startsWith('GET ') ? 200 : 400;
}

const document = readManagementDocument();

async function call(route: string, caller: CallerName): Promise<{ status: number; refused: boolean }> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pathOf(method, pattern);
  const token = tokens.get(caller);
  const hangUp = new AbortController();
  const response = await fetch(new URL(path, plane.controlPlane.url), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{"not": "valid"}' }),
    signal: hangUp.signal,
  });
  const { status, headers } = response;
  // Streams do not end by themselves.
  const isStream = headers.get('content-type')?.startsWith('text/event-stream');
  const text = isStream ? '' : await response.text();
  hangUp.abort();
  if (path.startsWith('/api/')) {
    expect(document.faultsOf({ method, path, status, headers, text }), route).toEqual([]);
  }
  return { status, refused: isRefused(status, text, path) };
}

describe('authorisation', () => {
  it('is specified for every route', () => {
    expect([...plane.controlPlane.routes].sort()).toEqual(Object.keys(ACCEPTED_CREDENTIALS).sort());
  });

  it.each(Object.entries(ACCEPTED_CREDENTIALS))('of %s accepts exactly %j', async (route, accepted) => {
    const others = CALLERS.filter((caller) => caller !== 'admin');
    const answers = new Map<CallerName, Awaited<ReturnType<typeof call>>>(
      await Promise.all(others.map(async (caller) => [caller, await call(route, caller)] as const)),
    );
    // The admin last: this call may delete what the others ask for.
    answers.set('admin', await call(route, 'admin'));
    const passed = CALLERS.filter((caller) => answers.get(caller)?.refused === false);
    expect(passed, JSON.stringify([...answers])).toEqual(
      CALLERS.filter((caller) => accepted.includes(caller)),
    );
    expect(answers.get('anonymous')?.status).toBe(accepted.includes('anonymous') ? passes(route) : 401);
    expect(answers.get('unknown')?.status).toBe(accepted.includes('unknown') ? passes(route) : 401);
    if (!route.includes('/api/projects/:projectId')) return;
    for (const stranger of ['roleless', 'foreignAdmin', 'foreignTokenOfAdmin'] as const) {
      expect(answers.get(stranger)?.status, stranger).toBe(404);
    }
  });

  it('comes before validation: a caller without access gets no information about faults or existing resources', async () => {
    for (const path of ['/api/projects/not-a-uuid', '/api/nothing', '/api']) {
      expect((await fetch(new URL(path, plane.controlPlane.url))).status, path).toBe(401);
    }
  });

  it('names the required role in a refusal', async () => {
    const { call } = createManagementApi(plane.controlPlane.url, tokens.get('viewer'));
    const { body } = await call('GET', '/api/users');
    expect(body).toMatchObject({
      code: 'FORBIDDEN',
      detail: 'This route requires the role admin; you have the role viewer.',
    });
  });
});
