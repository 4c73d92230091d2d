import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMIN_TOKEN,
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';

const CALLERS = ['anonymous', 'unknown', 'viewer', 'editor', 'admin', 'client', 'server', 'relay'] as const;
type CallerName = (typeof CALLERS)[number];

const EVERYBODY = CALLERS;
const VIEWERS: readonly CallerName[] = ['viewer', 'editor', 'admin'];
const EDITORS: readonly CallerName[] = ['editor', 'admin'];
const ADMINS: readonly CallerName[] = ['admin'];

/** Every route of the control plane, with the credentials it accepts. A new route must be added here. */
const ACCEPTED_CREDENTIALS: Readonly<Record<string, readonly CallerName[]>> = {
  'GET /health/live': EVERYBODY,
  'GET /health/ready': EVERYBODY,
  'GET /api/openapi.json': EVERYBODY,
  'GET /api/me': VIEWERS,
  'GET /api/projects': VIEWERS,
  'POST /api/projects': ADMINS,
  'GET /api/projects/:projectId': VIEWERS,
  'PATCH /api/projects/:projectId': ADMINS,
  'DELETE /api/projects/:projectId': ADMINS,
  'GET /api/projects/:projectId/environments': VIEWERS,
  'POST /api/projects/:projectId/environments': ADMINS,
  'GET /api/projects/:projectId/environments/:environmentKey': VIEWERS,
  'GET /api/projects/:projectId/environments/:environmentKey/usage': VIEWERS,
  'GET /api/projects/:projectId/environments/:environmentKey/protection': VIEWERS,
  'PUT /api/projects/:projectId/environments/:environmentKey/protection': ADMINS,
  'DELETE /api/projects/:projectId/environments/:environmentKey/protection': ADMINS,
  'PATCH /api/projects/:projectId/environments/:environmentKey': ADMINS,
  'DELETE /api/projects/:projectId/environments/:environmentKey': ADMINS,
  'GET /api/projects/:projectId/flags': VIEWERS,
  'POST /api/projects/:projectId/flags': EDITORS,
  'GET /api/projects/:projectId/flags/:flagKey': VIEWERS,
  'PATCH /api/projects/:projectId/flags/:flagKey': EDITORS,
  'DELETE /api/projects/:projectId/flags/:flagKey': EDITORS,
  'POST /api/projects/:projectId/flags/:flagKey/archive': EDITORS,
  'POST /api/projects/:projectId/flags/:flagKey/restore': EDITORS,
  'GET /api/projects/:projectId/flags/:flagKey/environments/:environmentKey': VIEWERS,
  'PUT /api/projects/:projectId/flags/:flagKey/environments/:environmentKey': EDITORS,
  'PATCH /api/projects/:projectId/flags/:flagKey/environments/:environmentKey': EDITORS,
  'GET /api/projects/:projectId/segments': VIEWERS,
  'POST /api/projects/:projectId/segments': EDITORS,
  'GET /api/projects/:projectId/segments/:segmentKey': VIEWERS,
  'PATCH /api/projects/:projectId/segments/:segmentKey': EDITORS,
  'PATCH /api/projects/:projectId/segments/:segmentKey/members': EDITORS,
  'DELETE /api/projects/:projectId/segments/:segmentKey': EDITORS,
  'GET /api/projects/:projectId/change-sets': VIEWERS,
  'POST /api/projects/:projectId/change-sets': EDITORS,
  'GET /api/projects/:projectId/change-sets/:changeSetId': VIEWERS,
  'PATCH /api/projects/:projectId/change-sets/:changeSetId': EDITORS,
  'GET /api/projects/:projectId/change-sets/:changeSetId/operations': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/operations': EDITORS,
  'DELETE /api/projects/:projectId/change-sets/:changeSetId/operations/:position': EDITORS,
  'GET /api/projects/:projectId/change-sets/:changeSetId/diff': VIEWERS,
  'GET /api/projects/:projectId/change-sets/:changeSetId/problems': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/request-review': EDITORS,
  'GET /api/projects/:projectId/change-sets/:changeSetId/approvals': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/approvals': VIEWERS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/break-glass': ADMINS,
  'PUT /api/projects/:projectId/change-sets/:changeSetId/schedule': EDITORS,
  'DELETE /api/projects/:projectId/change-sets/:changeSetId/schedule': EDITORS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/discard': EDITORS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/rebase': EDITORS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/apply': EDITORS,
  'POST /api/projects/:projectId/change-sets/:changeSetId/revert': EDITORS,
  'GET /api/projects/:projectId/document': VIEWERS,
  'POST /api/projects/:projectId/document/plan': VIEWERS,
  'POST /api/projects/:projectId/explain': VIEWERS,
  'GET /api/projects/:projectId/keys': VIEWERS,
  'POST /api/projects/:projectId/keys': ADMINS,
  'GET /api/projects/:projectId/keys/:keyId': VIEWERS,
  'DELETE /api/projects/:projectId/keys/:keyId': ADMINS,
  'POST /api/projects/:projectId/keys/:keyId/rotate': ADMINS,
  'GET /api/projects/:projectId/audit': VIEWERS,
  'GET /api/projects/:projectId/audit/:entryId': VIEWERS,
  'GET /api/audit': ADMINS,
  'GET /api/audit/:entryId': ADMINS,
  'GET /api/users': ADMINS,
  'POST /api/users': ADMINS,
  'GET /api/users/:userId': ADMINS,
  'PATCH /api/users/:userId': ADMINS,
  'DELETE /api/users/:userId': ADMINS,
  'GET /api/users/:userId/tokens': ADMINS,
  'POST /api/users/:userId/tokens': ADMINS,
  'DELETE /api/users/:userId/tokens/:tokenId': ADMINS,
  'GET /stream': ['server', 'relay'],
  'GET /relay/stream': ['relay'],
  'POST /events': ['server', 'relay'],
};

let plane: TestControlPlane;
const tokens = new Map<CallerName, string>([
  ['unknown', `sf_api_${'x'.repeat(43)}`],
  ['admin', ADMIN_TOKEN],
]);

beforeAll(async () => {
  plane = await startTestControlPlane();
  for (const role of ['viewer', 'editor'] as const) {
    const user = await plane.api('POST', '/api/users', { email: `${role}@example.org`, name: role, role });
    const token = await plane.api('POST', `/api/users/${user.body.id}/tokens`, { name: 'Test' });
    tokens.set(role, token.body.token);
  }
  const projectId = await createProject(plane.api);
  for (const kind of ['client', 'server', 'relay'] as const) {
    const scope = kind === 'relay' ? { allEnvironments: true } : { environmentKeys: ['production'] };
    const key = await plane.api('POST', `/api/projects/${projectId}/keys`, { kind, name: kind, ...scope });
    tokens.set(kind, key.body.key);
  }
});
afterAll(() => plane.stop());

/** The statuses that mean "no access". The requested resources do not exist, so the calls change nothing. */
const REFUSALS = [401, 403];

async function statusOf(route: string, caller: CallerName): Promise<number> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
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
  // Streams do not end by themselves.
  hangUp.abort();
  return response.status;
}

describe('authorisation', () => {
  it('is specified for every route', () => {
    expect([...plane.controlPlane.routes].sort()).toEqual(Object.keys(ACCEPTED_CREDENTIALS).sort());
  });

  it.each(Object.entries(ACCEPTED_CREDENTIALS))('of %s accepts exactly %j', async (route, accepted) => {
    const statuses = await Promise.all(
      CALLERS.map(async (caller) => [caller, await statusOf(route, caller)] as const),
    );
    const passed = statuses.filter(([, status]) => !REFUSALS.includes(status)).map(([caller]) => caller);
    expect(passed, JSON.stringify(statuses)).toEqual(
      [...accepted].sort((a, b) => CALLERS.indexOf(a) - CALLERS.indexOf(b)),
    );
    expect(new Map(statuses).get('anonymous')).toBe(accepted.includes('anonymous') ? 200 : 401);
    expect(new Map(statuses).get('unknown')).toBe(accepted.includes('unknown') ? 200 : 401);
  });

  it('comes before validation: a caller without access gets no information about faults or existing resources', async () => {
    for (const path of ['/api/projects/not-a-uuid', '/api/nothing', '/api']) {
      expect((await fetch(new URL(path, plane.controlPlane.url))).status, path).toBe(401);
    }
  });

  it('names the required role in a refusal', async () => {
    const response = await fetch(new URL('/api/users', plane.controlPlane.url), {
      headers: { authorization: `Bearer ${tokens.get('viewer')}` },
    });
    expect(await response.json()).toMatchObject({
      code: 'FORBIDDEN',
      detail: 'This route requires the role admin; the token has the role viewer.',
    });
  });
});
