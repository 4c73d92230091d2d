import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  environmentVersions,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { type ApiCall, createManagementApi } from '../../../test/support/management-api.ts';

type Person = 'author' | 'second' | 'lead' | 'other' | 'reader';
const ROLES_OF = {
  author: 'editor',
  second: 'editor',
  lead: 'admin',
  other: 'admin',
  reader: 'viewer',
} as const;

let plane: TestControlPlane;
let projectId: string;
const people = new Map<Person, { readonly id: string; readonly api: ApiCall }>();

beforeAll(async () => {
  plane = await startTestControlPlane();
  for (const name of ['author', 'second', 'lead', 'other', 'reader'] as const) {
    const user = { email: `${name}@example.org`, name, role: ROLES_OF[name] };
    const { body } = await plane.api('POST', '/api/users', user);
    const token = await plane.api('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
    const { call } = createManagementApi(plane.controlPlane.url, token.body.token);
    people.set(name, { id: body.id, api: call });
  }
});
afterAll(() => plane.stop());
beforeEach(async () => {
  projectId = await createProject(plane.api, ['production', 'staging']);
  for (const key of ['checkout', 'banner']) await by('lead', 'POST', '/flags', { key, type: 'boolean' });
  await by('lead', 'POST', '/segments', { key: 'beta', included: ['u-1'] });
  await protect({ approvals: 1, approverRole: 'editor' });
});

const person = (name: Person) => {
  const found = people.get(name);
  if (found === undefined) throw new Error(`no person ${name}`);
  return found;
};
const by = (name: Person, method: string, path: string, body?: unknown) =>
  person(name).api(method, `/api/projects/${projectId}${path}`, body);
const protect = async (protection: object) =>
  by('lead', 'PUT', '/environments/production/protection', { ...protection, reason: 'A test' });

const turnOn = {
  kind: 'configuration.update',
  flagKey: 'checkout',
  environmentKey: 'production',
  patch: { enabled: true },
};
const isOn = async () => (await by('reader', 'GET', '/flags/checkout/environments/production')).body.enabled;

/** A draft of the author's that is in review. @returns its path */
async function inReview(...operations: readonly object[]): Promise<string> {
  const { body } = await by('author', 'POST', '/change-sets', { name: 'Release', operations });
  const path = `/change-sets/${body.id}`;
  expect((await by('author', 'POST', `${path}/request-review`)).body.state).toBe('in_review');
  return path;
}

async function approve(name: Person, path: string) {
  const { diffHash } = (await by(name, 'GET', `${path}/diff`)).body;
  return by(name, 'POST', `${path}/approvals`, { diffHash });
}

/** Every writing route of the control plane: what it answers to a change of a protected environment's readers. */
const P = '/api/projects/:projectId';
const flagPath = `${P}/flags/:flagKey`;
const draftPath = `${P}/change-sets/:changeSetId`;
const WRITING_ROUTES: Readonly<Record<string, { readonly refused?: unknown; readonly free?: string }>> = {
  [`PUT ${flagPath}/environments/:environmentKey`]: {
    refused: {
      enabled: true,
      defaultValue: false,
      variations: [{ key: 'on', value: true }],
      prerequisites: [],
      rules: [],
    },
  },
  [`PATCH ${flagPath}/environments/:environmentKey`]: { refused: { enabled: true } },
  [`PATCH ${flagPath}`]: { refused: { clientSide: true } },
  [`DELETE ${flagPath}`]: { refused: undefined },
  [`POST ${flagPath}/archive`]: { refused: undefined },
  [`POST ${flagPath}/restore`]: { free: 'checked below: the flag must be archived' },
  [`PATCH ${P}/segments/:segmentKey`]: { refused: { included: ['u-2'] } },
  [`PATCH ${P}/segments/:segmentKey/members`]: { refused: { included: { add: ['u-2'] } } },
  [`DELETE ${P}/segments/:segmentKey`]: { refused: undefined },
  [`PATCH ${P}/environments/:environmentKey`]: { refused: { allowedOrigins: ['https://example.org'] } },
  [`DELETE ${P}/environments/:environmentKey`]: { refused: undefined },
  [`PUT ${P}/environments/:environmentKey/protection`]: { refused: { approvals: 1, approverRole: 'viewer' } },
  [`DELETE ${P}/environments/:environmentKey/protection`]: { refused: undefined },
  [`PUT ${P}/roles/:userId`]: { refused: { role: 'admin' } },
  [`DELETE ${P}/roles/:userId`]: { refused: undefined },
  [`PUT ${P}/environments/:environmentKey/roles/:userId`]: { refused: { role: 'admin' } },
  [`DELETE ${P}/environments/:environmentKey/roles/:userId`]: { refused: undefined },
  [`DELETE ${P}`]: { refused: undefined },
  [`POST ${draftPath}/apply`]: { free: 'checked below' },
  [`POST ${draftPath}/break-glass`]: { free: 'checked below' },
  [`POST ${P}/flags`]: { free: 'a new flag is off' },
  [`POST ${P}/segments`]: { free: 'nothing refers to a new segment' },
  [`POST ${P}/environments`]: { free: 'a new environment has no readers' },
  [`POST ${flagPath}/copy`]: {
    free: 'a new flag is off; one that is on is checked in promotions.workflow.test.ts',
  },
  [`POST ${P}/environments/:environmentKey/promote/:targetKey`]: { free: 'a draft' },
  [`POST ${P}/change-sets`]: { free: 'a draft' },
  [`PATCH ${draftPath}`]: { free: 'a draft' },
  [`POST ${draftPath}/operations`]: { free: 'a draft' },
  [`POST ${draftPath}/operations/bulk`]: { free: 'a draft' },
  [`DELETE ${draftPath}/operations/:position`]: { free: 'a draft' },
  [`POST ${draftPath}/request-review`]: { free: 'a draft' },
  [`POST ${draftPath}/approvals`]: { free: 'a draft' },
  [`PUT ${draftPath}/schedule`]: { free: 'a draft; approvals are counted at its time' },
  [`DELETE ${draftPath}/schedule`]: { free: 'a draft' },
  [`POST ${draftPath}/discard`]: { free: 'a draft' },
  [`PUT ${draftPath}/rollout`]: { free: 'a draft' },
  [`DELETE ${draftPath}/rollout`]: { free: 'a draft' },
  [`POST ${draftPath}/rollout/start`]: { free: 'checked in rollouts.workflow.test.ts' },
  [`POST ${draftPath}/rollout/pause`]: { free: 'changes nothing' },
  [`POST ${draftPath}/rollout/resume`]: { free: 'checked in rollouts.workflow.test.ts' },
  [`POST ${draftPath}/rollout/advance`]: { free: 'checked in rollouts.workflow.test.ts' },
  [`POST ${draftPath}/rollout/stop`]: { free: 'checked in rollouts.workflow.test.ts' },
  [`POST ${draftPath}/rebase`]: { free: 'a draft' },
  [`POST ${draftPath}/revert`]: { free: 'makes a draft' },
  [`POST ${draftPath}/preview`]: { free: 'changes nothing' },
  [`POST ${P}/explain`]: { free: 'changes nothing' },
  [`POST ${P}/document/plan`]: { free: 'changes nothing' },
  [`PATCH ${P}`]: { free: 'names' },
  [`POST ${P}/keys`]: { free: 'keys change no flags' },
  [`DELETE ${P}/keys/:keyId`]: { free: 'keys change no flags' },
  [`POST ${P}/keys/:keyId/rotate`]: { free: 'keys change no flags' },
  [`POST ${P}/webhooks`]: { free: 'webhooks change no flags' },
  [`PATCH ${P}/webhooks/:webhookId`]: { free: 'webhooks change no flags' },
  [`DELETE ${P}/webhooks/:webhookId`]: { free: 'webhooks change no flags' },
  [`POST ${P}/webhooks/:webhookId/rotate-secret`]: { free: 'webhooks change no flags' },
  [`POST ${P}/webhooks/:webhookId/resume`]: { free: 'webhooks change no flags' },
  [`POST ${P}/webhooks/:webhookId/test`]: { free: 'webhooks change no flags' },
  [`POST ${P}/webhooks/:webhookId/deliveries/:deliveryId/redeliver`]: { free: 'webhooks change no flags' },
  'POST /api/projects': { free: 'has no environments' },
  'POST /api/users': { free: 'users' },
  'PATCH /api/users/:userId': { free: 'users; roles are judged again at apply' },
  'DELETE /api/users/:userId': { free: 'users' },
  'POST /api/me/tokens': { free: 'users' },
  'DELETE /api/me/tokens/:tokenId': { free: 'users' },
  'POST /api/users/:userId/tokens': { free: 'users' },
  'DELETE /api/users/:userId/tokens/:tokenId': { free: 'users' },
  'POST /api/session': { free: 'users' },
  'POST /api/session/redeem': { free: 'users' },
  'DELETE /api/session': { free: 'users' },
  'DELETE /api/sessions/:sessionId': { free: 'users' },
  'PUT /api/session/password': { free: 'users' },
  'POST /api/sign-in-links': { free: 'users' },
  'DELETE /api/users/:userId/sessions': { free: 'users' },
  'DELETE /api/users/:userId/sessions/:sessionId': { free: 'users' },
  'POST /api/users/:userId/invitation': { free: 'users' },
  'DELETE /api/users/:userId/invitation': { free: 'users' },
  'POST /api/audit/erasures': { free: 'the audit log; configurations stay' },
  'POST /events': { free: 'events' },
  'POST /relay/positions': { free: 'what edges hold' },
};

describe('a protected environment', () => {
  it('is known to every writing route', () => {
    const writing = plane.controlPlane.routes.filter((route) => !route.startsWith('GET '));
    expect([...writing].sort()).toEqual(Object.keys(WRITING_ROUTES).sort());
  });

  it('does not change through any other door: 409, also to admins', async () => {
    await by('lead', 'POST', '/flags', { key: 'new', type: 'boolean' });
    const before = await environmentVersions(plane.api, projectId);
    for (const [route, { refused, free }] of Object.entries(WRITING_ROUTES)) {
      if (free !== undefined) continue;
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern
        .replace(P, '')
        .replace(':flagKey', 'checkout')
        .replace(':segmentKey', 'beta')
        .replace(':userId', person('author').id)
        .replace(':environmentKey', 'production');
      const { status, body } = await by('lead', method, path, refused);
      expect(status, `${route}: ${JSON.stringify(body)}`).toBe(409);
      expect(body.detail, route).toMatch(/protected/);
      expect(body.detail, route).toMatch(/POST \/api\/projects\/{projectId}\/change-sets|reason/);
    }
    expect(await environmentVersions(plane.api, projectId)).toEqual(before);
  });

  it('gets other roles only for a reason, which the audit log keeps; then they count for approvals', async () => {
    const member = await plane.api('POST', '/api/users', {
      email: `${projectId}@example.org`,
      name: 'M',
      role: null,
    });
    const program = await plane.api('POST', '/api/users', { kind: 'service', name: 'S', role: 'admin' });
    const tokenOf = async (id: string, fields = {}): Promise<string> =>
      (await plane.api('POST', `/api/users/${id}/tokens`, { name: 'T', ...fields })).body.token;
    const path = await inReview(turnOn);
    const { diffHash } = (await by('author', 'GET', `${path}/diff`)).body;
    const approveWith = async (token: string) =>
      createManagementApi(plane.controlPlane.url, token).call(
        'POST',
        `/api/projects/${projectId}${path}/approvals`,
        { diffHash },
      );
    expect((await approveWith(await tokenOf(member.body.id))).status).toBe(404);
    const roles = `/environments/production/roles/${member.body.id}`;
    expect((await by('lead', 'PUT', roles, { role: 'editor' })).status).toBe(409);
    expect((await by('lead', 'PUT', roles, { role: 'editor', reason: 'Holidays' })).status).toBe(204);
    const { body } = await by('lead', 'GET', `/audit?resourceId=${member.body.id}`);
    expect(body.items[0].newValue).toEqual({
      role: 'editor',
      environmentKey: 'production',
      reason: 'Holidays',
    });
    expect((await approveWith(await tokenOf(program.body.id))).status).toBe(403);
    expect((await approveWith(await tokenOf(member.body.id, { isReadOnly: true }))).status).toBe(403);
    expect((await approveWith(await tokenOf(member.body.id))).body.state).toBe('approved');
    await by('lead', 'DELETE', `${roles}?reason=Back`);
    expect((await by('author', 'POST', `${path}/apply`)).status).toBe(409);
  });

  it('leaves free what its readers do not notice: names, other environments, new flags that are off', async () => {
    expect((await by('author', 'PATCH', '/flags/checkout', { name: 'New' })).status).toBe(200);
    expect((await by('author', 'POST', '/flags', { key: 'new', type: 'boolean' })).status).toBe(201);
    expect((await by('author', 'POST', '/segments', { key: 'new' })).status).toBe(201);
    const staging = '/flags/checkout/environments/staging';
    expect((await by('author', 'PATCH', staging, { enabled: true })).status).toBe(200);
    const { body } = await by('author', 'POST', '/change-sets', {
      name: 'A flag that starts on',
      operations: [
        { kind: 'flag.create', flag: { key: 'on', type: 'boolean' } },
        { ...turnOn, flagKey: 'on' },
      ],
    });
    expect((await by('author', 'POST', `/change-sets/${body.id}/apply`)).status).toBe(409);
  });

  it('changes with an approval of the diff that another person has read', async () => {
    const path = await inReview(turnOn);
    expect((await by('author', 'POST', `${path}/apply`)).body.detail).toMatch(/"production" has 0 of 1/);
    expect((await approve('author', path)).status).toBe(403);
    expect((await approve('reader', path)).status).toBe(403);
    const wrong = await by('second', 'POST', `${path}/approvals`, { diffHash: '0'.repeat(64) });
    expect(wrong.status).toBe(409);
    expect((await approve('second', path)).body.state).toBe('approved');
    expect((await by('reader', 'GET', `${path}/approvals`)).body.items).toHaveLength(1);
    expect((await by('author', 'POST', `${path}/apply`)).body).toMatchObject({
      state: 'applied',
      bypass: null,
    });
    expect(await isOn()).toBe(true);
  });

  it('is not approved by a person whose operation a rebase by another person has replaced', async () => {
    const path = await inReview(turnOn);
    const added = { operations: [{ ...turnOn, flagKey: 'banner' }] };
    expect((await by('second', 'POST', `${path}/operations`, added)).status).toBe(200);
    // Others change the same flag, so the rebase makes new operations, whose author is the person who rebases.
    const rename = await by('lead', 'PATCH', '/flags/checkout', { name: 'Other' });
    expect(rename.status).toBe(200);
    expect((await by('author', 'POST', `${path}/rebase`)).status).toBe(200);
    const { body } = await by('author', 'GET', `${path}/operations`);
    const authors = body.items.map(({ createdBy }: { createdBy: string }) => createdBy);
    expect(new Set(authors)).toEqual(new Set([person('author').id]));
    expect((await by('author', 'POST', `${path}/request-review`)).body.state).toBe('in_review');
    expect((await approve('second', path)).status).toBe(403);
    expect((await approve('lead', path)).body.state).toBe('approved');
  });

  it('is not needed for a review: a draft elsewhere is reviewed if its author wants, and applied meanwhile or afterwards', async () => {
    const inStaging = { ...turnOn, environmentKey: 'staging' };
    const path = await inReview(inStaging);
    expect((await approve('author', path)).status).toBe(403);
    expect((await approve('reader', path)).status).toBe(403);
    const wrong = await by('second', 'POST', `${path}/approvals`, { diffHash: '0'.repeat(64) });
    expect(wrong.status).toBe(409);
    expect((await approve('second', path)).body.state).toBe('approved');
    expect((await by('author', 'POST', `${path}/apply`)).body).toMatchObject({
      state: 'applied',
      bypass: null,
    });
    const meanwhile = await inReview({ ...inStaging, flagKey: 'banner' });
    expect((await by('author', 'POST', `${meanwhile}/apply`)).status).toBe(200);
  });

  it('counts approvals of different people, of the role or by name', async () => {
    await protect({ approvals: 2, approverRole: 'admin', approverIds: [person('reader').id] });
    const path = await inReview(turnOn);
    expect((await approve('second', path)).status).toBe(403);
    expect((await approve('reader', path)).body.state).toBe('in_review');
    expect((await approve('reader', path)).body.state).toBe('in_review');
    expect((await by('author', 'POST', `${path}/apply`)).status).toBe(409);
    expect((await approve('lead', path)).body.state).toBe('approved');
    expect((await by('author', 'POST', `${path}/apply`)).status).toBe(200);
  });

  it('does not change if the draft is edited after the approval', async () => {
    const path = await inReview(turnOn);
    await approve('second', path);
    const edited = await by('author', 'POST', `${path}/operations`, {
      operations: [{ ...turnOn, flagKey: 'banner' }],
    });
    expect(edited.body.state).toBe('draft');
    expect((await by('reader', 'GET', `${path}/approvals`)).body.items).toEqual([]);
    expect((await by('author', 'POST', `${path}/apply`)).status).toBe(409);
    expect(await isOn()).toBe(false);
  });

  it('does not change if the approved diff has become another one under the lock', async () => {
    const path = await inReview({ ...turnOn, patch: { enabled: true, defaultValue: true } });
    await approve('second', path);
    const other = await inReview({ ...turnOn, patch: { defaultValue: true } });
    await approve('second', other);
    expect((await by('author', 'POST', `${other}/apply`)).status).toBe(200);
    expect((await by('author', 'POST', `${path}/apply`)).body.detail).toMatch(/lacks approvals/);
    expect(await isOn()).toBe(false);
  });

  it('does not change if an approver or an author has lost the right meanwhile', async () => {
    const path = await inReview(turnOn);
    await approve('second', path);
    for (const name of ['second', 'author'] as const) {
      const { id } = person(name);
      await plane.api('PATCH', `/api/users/${id}`, { role: 'viewer' });
      expect((await by('lead', 'POST', `${path}/apply`)).status, name).toBe(409);
      await plane.api('PATCH', `/api/users/${id}`, { role: 'editor' });
    }
    expect((await by('lead', 'POST', `${path}/apply`)).status).toBe(200);
  });

  it('does not change if its author is an editor of another environment only', async () => {
    const { id } = person('author');
    const roles = `/api/projects/${projectId}/environments/staging/roles/${id}`;
    await plane.api('PATCH', `/api/users/${id}`, { role: 'viewer' });
    expect((await plane.api('PUT', roles, { role: 'editor' })).status).toBe(204);
    const path = await inReview(turnOn);
    await approve('second', path);
    expect((await by('lead', 'POST', `${path}/apply`)).body.detail).toMatch(/^An author of the draft/);
    expect(await isOn()).toBe(false);
    await plane.api('PATCH', `/api/users/${id}`, { role: 'editor' });
    await plane.api('DELETE', roles);
    expect((await by('lead', 'POST', `${path}/apply`)).status).toBe(200);
  });

  it('is not approved by a person who has added an operation', async () => {
    const path = await inReview(turnOn);
    await by('second', 'POST', `${path}/operations`, { operations: [{ ...turnOn, flagKey: 'banner' }] });
    await by('author', 'POST', `${path}/request-review`);
    expect((await approve('second', path)).status).toBe(403);
    expect((await approve('lead', path)).body.state).toBe('approved');
  });

  it('is not approved by a person whose operation was removed again, or who has removed one', async () => {
    const path = await inReview(turnOn);
    const added = { operations: [{ ...turnOn, flagKey: 'banner' }] };
    await by('second', 'POST', `${path}/operations`, added);
    await by('author', 'DELETE', `${path}/operations/1`);
    await by('author', 'POST', `${path}/operations`, added);
    await by('lead', 'DELETE', `${path}/operations/0`);
    await by('author', 'POST', `${path}/request-review`);
    expect((await approve('second', path)).status).toBe(403);
    expect((await approve('lead', path)).status).toBe(403);
    expect((await approve('other', path)).body.state).toBe('approved');
  });

  it('may let editors switch a flag off; the history marks it', async () => {
    const on = await inReview(turnOn, { kind: 'rule.add', ...ruleTarget, rule: anyRule });
    await approve('second', on);
    await by('author', 'POST', `${on}/apply`);
    const configuration = '/flags/checkout/environments/production';
    expect((await by('author', 'PATCH', configuration, { enabled: false })).status).toBe(409);
    await protect({ approvals: 1, approverRole: 'editor', maySwitchOff: true });
    expect((await by('author', 'PATCH', configuration, { enabled: false, rules: [] })).status).toBe(409);
    expect((await by('author', 'PATCH', configuration, { enabled: false })).status).toBe(200);
    expect((await by('author', 'PATCH', configuration, { enabled: true })).status).toBe(409);
    const { body } = await by('reader', 'GET', '/change-sets?state=applied&limit=1');
    expect(body.items[0]).toMatchObject({ bypass: 'switch-off', origin: 'direct' });
  });

  it('lets an admin break the glass with a reason; the history keeps it', async () => {
    const path = await inReview(turnOn);
    expect((await by('author', 'POST', `${path}/break-glass`, { reason: 'Outage' })).status).toBe(403);
    expect((await by('lead', 'POST', `${path}/break-glass`, { reason: ' ' })).status).toBe(400);
    const applied = await by('lead', 'POST', `${path}/break-glass`, { reason: 'Outage' });
    expect(applied.body).toMatchObject({
      state: 'applied',
      bypass: 'break-glass',
      bypassReason: 'Outage',
      appliedBy: person('lead').id,
    });
  });

  it('loses its protection only for a reason, which the audit log keeps', async () => {
    await by('lead', 'DELETE', '/environments/production/protection?reason=Moved');
    const { body } = await by('lead', 'GET', '/audit?resourceType=environment&limit=1');
    expect(body.items[0].newValue).toEqual({ protection: null, reason: 'Moved' });
    expect((await by('author', 'POST', '/flags/checkout/archive')).status).toBe(200);
    await protect({ approvals: 1, approverRole: 'editor' });
    expect((await by('author', 'POST', '/flags/checkout/restore')).status).toBe(409);
  });
});

const ruleTarget = { flagKey: 'checkout', environmentKey: 'production' };
const anyRule = { priority: 1, conditions: [], serve: { variation: 'on' } };
