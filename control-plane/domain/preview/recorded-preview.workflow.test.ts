import { randomFillSync } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { type ApiCall, createManagementApi } from '../../../test/support/management-api.ts';
import { callerWithRole } from '../../model/role.ts';
import { storeEvents } from '../../store/events/event-store.ts';
import { PREVIEW_LIMITS, type PreviewLimits } from './preview-limits.ts';
import { createPreviews } from './previews.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;
let projectId: string;
let path: string;
let environmentId: string;
/** Turns `checkout` on for premium users, and `banner`, which nobody was recorded with, for all. */
let changeSetId: string;
let preview: string;
const newId = createUuidV7Generator((bytes) => void randomFillSync(bytes));
const USERS = 100;

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2 });
  projectId = await createProject(plane.api);
  path = `/api/projects/${projectId}`;
  environmentId = (await plane.api('GET', `${path}/environments/production`)).body.id;
  for (const key of ['checkout', 'banner'])
    await plane.api('POST', `${path}/flags`, { key, type: 'boolean' });
  const premium = { conditionType: 'custom', attribute: 'plan', operator: 'eq', values: ['premium'] };
  const rules = [{ priority: 1, conditions: [premium], serve: { variation: 'on' } }];
  const update = (flagKey: string, patch: object) => ({
    kind: 'configuration.update',
    flagKey,
    environmentKey: 'production',
    patch: { enabled: true, ...patch },
  });
  const operations = [update('checkout', { rules }), update('banner', {})];
  const draft = await plane.api('POST', `${path}/change-sets`, { name: 'Release', operations });
  changeSetId = draft.body.id;
  preview = `${path}/change-sets/${changeSetId}/preview`;
  await record('checkout', USERS);
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

/** Two events of each user: the newer one has the plan that counts. */
async function record(flagKey: string, users: number, daysAgo = 0, more: JsonObject = {}): Promise<void> {
  const at = Date.now() - daysAgo * 86_400_000 - 10_000;
  const events = Array.from({ length: users * 2 }, (_, index) => {
    const userId = `person-${index % users}`;
    const plan = index >= users && index % 2 === 0 ? 'premium' : 'free';
    return {
      id: newId(at + index),
      environmentId,
      flagKey,
      userId,
      variationKey: 'off',
      reason: 'DISABLED' as const,
      context: { targetingKey: userId, plan, ...more },
      evaluatedAt: new Date(at + index).toISOString(),
    };
  });
  await storeEvents(sql, events);
}

const ask = (body: object = {}, api: ApiCall = plane.api) =>
  api('POST', preview, { environmentKey: 'production', recorded: {}, ...body });

const codesOf = (body: { readonly notes: readonly { readonly code: string }[] }) =>
  body.notes.map(({ code }) => code);

it('counts distinct users by their newest context, from which variation to which', async () => {
  const { status, body } = await ask();
  expect(status, JSON.stringify(body)).toBe(200);
  const off = { variationKey: 'off', reason: 'DISABLED', value: false };
  expect(body.sample).toMatchObject({
    events: 200,
    users: USERS,
    sampled: USERS,
    evaluated: USERS,
    changed: USERS,
    caps: [],
  });
  expect(body.flags).toMatchObject([
    { flagKey: 'banner', evaluated: USERS, changed: USERS, dependsOnPrivate: false },
    { flagKey: 'checkout', evaluated: USERS, changed: 50, otherUsers: 0 },
  ]);
  const transitions = body.flags[1].transitions.map((each: { users: number }) => each);
  expect(transitions).toHaveLength(2);
  expect(transitions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        before: expect.objectContaining(off),
        after: expect.objectContaining({ variationKey: 'on', reason: 'TARGETING_MATCH', value: true }),
        changed: true,
        users: 50,
      }),
      expect.objectContaining({ changed: false, users: 50 }),
    ]),
  );
  expect(body.examples).toBeNull();
  expect(codesOf(body)).toEqual(['BULK_NOT_RECORDED']);
  expect(JSON.stringify(body)).not.toMatch(/person-|premium/);
});

it('takes only users of the last days, and names what a sample leaves out: the same users each time', async () => {
  await record('old', 5, 20);
  expect((await ask({ recorded: { days: 7 } })).body.sample.users).toBe(USERS);
  const { body } = await ask({ recorded: { sample: 10, examples: 100 } });
  expect(body.sample).toMatchObject({ users: USERS, sampled: 10, evaluated: 10, caps: ['SAMPLE'] });
  expect(codesOf(body)).toEqual(['BULK_NOT_RECORDED', 'SAMPLE_CAPPED']);
  const again = await ask({ recorded: { sample: 10, examples: 100 } });
  expect(again.body.examples).toEqual(body.examples);
});

it('finds the users of other flags if those of the affected ones are too few', async () => {
  const { body } = await ask({ flagKeys: ['banner'] });
  expect(body.flags).toMatchObject([{ flagKey: 'banner', changed: USERS }]);
});

it('says so if nobody was recorded', async () => {
  const { body } = await ask({ recorded: { days: 1 }, environmentKey: 'production', flagKeys: ['banner'] });
  expect(body.sample.users).toBe(USERS);
  await plane.api('POST', `${path}/environments`, { key: 'empty', name: 'Empty' });
  const empty = await ask({ environmentKey: 'empty' });
  expect(empty.body).toMatchObject({ flags: [], sample: { users: 0, events: 0 } });
  expect(codesOf(empty.body)).toEqual(['BULK_NOT_RECORDED', 'NO_USERS']);
});

describe('the right contexts:read', () => {
  interface Rights {
    readonly role: string | null;
    readonly grant?: readonly [string, object];
    readonly token?: object;
  }
  const inProject = (content: object) => ['', content] as const;
  const inEnvironment = (content: object) => ['/environments/production', content] as const;

  it.each<[string, Rights, number]>([
    ['viewer', { role: 'viewer' }, 403],
    ['editor', { role: 'editor' }, 403],
    ['admin', { role: 'admin' }, 200],
    ['read-only admin', { role: 'admin', token: { isReadOnly: true } }, 403],
    [
      'admin with a read-only token that carries it',
      { role: 'admin', token: { isReadOnly: true, rights: ['contexts:read'] } },
      200,
    ],
    [
      'editor with a read-only token that carries it',
      { role: 'editor', token: { isReadOnly: true, rights: ['contexts:read'] } },
      403,
    ],
    ['admin of the environment', { role: null, grant: inEnvironment({ role: 'admin' }) }, 200],
    [
      'viewer of the project with it',
      { role: null, grant: inProject({ role: 'viewer', rights: ['contexts:read'] }) },
      200,
    ],
    [
      'viewer of the environment with it',
      { role: null, grant: inEnvironment({ role: 'viewer', rights: ['contexts:read'] }) },
      200,
    ],
  ])(
    'of a caller who is %s gives examples or not, and each reading is audited',
    async (name, rights, status) => {
      const user = await plane.api('POST', '/api/users', { kind: 'service', name, role: rights.role });
      const { id } = user.body;
      if (rights.grant) {
        const [below, content] = rights.grant;
        expect((await plane.api('PUT', `${path}${below}/roles/${id}`, content)).status).toBe(204);
      }
      const token = await plane.api('POST', `/api/users/${id}/tokens`, { name: 'T', ...rights.token });
      const api = createManagementApi(plane.controlPlane.url, token.body.token).call;
      const counts = await ask({}, api);
      expect(counts.status).toBe(200);
      expect(JSON.stringify(counts.body)).not.toContain('person-');
      const examples = await ask({ flagKeys: ['checkout'], recorded: { examples: 3 } }, api);
      expect(examples.status).toBe(status);
      const audit = await plane.api('GET', `${path}/audit?resourceId=${environmentId}&limit=100`);
      const reads = audit.body.items.filter(
        (entry: { action: string; userId: string }) => entry.action === 'read' && entry.userId === id,
      );
      expect(reads).toHaveLength(status === 200 ? 1 : 0);
      if (status !== 200) return;
      expect(examples.body.examples).toHaveLength(3);
      expect(examples.body.examples[0]).toMatchObject({
        flagKey: 'checkout',
        user: expect.stringMatching(/^person-/),
        attributes: { plan: 'premium' },
        before: { variationKey: 'off' },
        after: { variationKey: 'on' },
      });
      expect(reads[0]).toMatchObject({
        newValue: { contexts: 'preview', changeSetId, environmentKey: 'production', examples: 3 },
      });
      expect(JSON.stringify(reads)).not.toContain('person-');
    },
  );
});

it('names where private attributes are read, which recorded contexts do not contain', async () => {
  const environment = `${path}/environments/production`;
  await plane.api('PATCH', environment, { privateAttributes: ['plan', 'userId'] });
  const { body } = await ask();
  expect(body.privateUses).toEqual([
    { flagKey: 'checkout', segmentKey: null, rule: 1, role: 'condition', attribute: 'plan' },
  ]);
  expect(body.flags).toMatchObject([
    { flagKey: 'banner', dependsOnPrivate: false },
    { flagKey: 'checkout', dependsOnPrivate: true },
  ]);
  expect(codesOf(body)).toEqual(['BULK_NOT_RECORDED', 'USERS_PRIVATE', 'PRIVATE_ATTRIBUTES']);
  await plane.api('PATCH', environment, { privateAttributes: [] });
});

it('shows nothing of an attribute that has become private after it was recorded', async () => {
  const environment = `${path}/environments/production`;
  await plane.api('PATCH', environment, { privateAttributes: ['plan', 'targetingKey'] });
  const { body } = await ask({ recorded: { examples: 100 } });
  expect(body.examples.length).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toMatch(/person-|premium/);
  await plane.api('PATCH', environment, { privateAttributes: [] });
});

it.each([
  { contexts: Array.from({ length: 101 }, () => ({})) },
  { contexts: [{ text: 'x'.repeat(9_000) }] },
  { recorded: { days: 31 } },
  { recorded: { sample: 10_001 } },
  { recorded: { examples: 101 } },
  { flagKeys: [] },
  { environmentKey: undefined },
])('refuses what is more than it takes (case %#)', async (body) => {
  expect((await ask(body)).status).toBe(400);
});

it('refuses what does not exist, and a draft that cannot be applied', async () => {
  expect((await ask({ environmentKey: 'unknown' })).status).toBe(404);
  const unknown = `${path}/change-sets/00000000-0000-4000-8000-000000000000/preview`;
  expect((await plane.api('POST', unknown, { environmentKey: 'production' })).status).toBe(404);
  const operations = [{ kind: 'flag.archive', flagKey: 'nothing' }];
  const broken = await plane.api('POST', `${path}/change-sets`, { name: 'Broken', operations });
  const refused = await plane.api('POST', `${path}/change-sets/${broken.body.id}/preview`, {
    environmentKey: 'production',
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'CONFLICT', errorsTotal: 1 } });
});

describe('a preview that would cost too much', () => {
  const limited = (limits: Partial<PreviewLimits>, now = Date.now) =>
    createPreviews(
      {
        sql,
        notifier: { environmentsChanged: () => undefined, keysChanged: () => undefined },
        random: Math.random,
        randomUuid: () => crypto.randomUUID(),
        randomBytes: (size) => randomFillSync(new Uint8Array(size)),
        now,
      },
      { ...PREVIEW_LIMITS, ...limits },
    ).preview(callerWithRole('00000000-0000-0000-0000-000000000000', 'viewer'), {
      projectId,
      changeSetId,
      environmentKey: 'production',
      contexts: [],
      recorded: { days: 7, sample: 1_000, examples: 0 },
    });

  it('is cut off, and says where', async () => {
    const events = await limited({ events: 20 });
    expect(events.sample).toMatchObject({ events: 20, users: 20, caps: ['EVENTS'] });
    expect(codesOf(events)).toContain('EVENTS_CAPPED');
    const bytes = await limited({ contextBytes: 1_000 });
    expect(bytes.sample).toMatchObject({ users: USERS, caps: ['BYTES'] });
    expect(bytes.sample?.evaluated).toBeGreaterThan(0);
    expect(bytes.sample?.evaluated).toBeLessThan(USERS);
    const flags = await limited({ flags: 1 });
    expect(flags).toMatchObject({ flags: [{ flagKey: 'banner' }], flagsLeftOff: 1 });
    expect(codesOf(flags)).toContain('FLAGS_CAPPED');
    await expect(limited({ needed: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('ends when its time is over, in the search and in the evaluation', async () => {
    const search = await limited({ searchMs: 0 });
    expect(search.sample).toMatchObject({ events: 0, evaluated: 0, caps: ['TIME'] });
    const evaluation = await limited({ totalMs: 0 });
    expect(evaluation.sample).toMatchObject({ users: USERS, caps: ['TIME'] });
    expect(evaluation.sample?.evaluated).toBeLessThan(USERS);
    expect(codesOf(evaluation)).toContain('TIME_CAPPED');
  });

  it('looks for no events longer than a statement may take', async () => {
    await sql.begin(async (tx) => {
      await tx`lock table evaluation_events in access exclusive mode`;
      const started = Date.now();
      const { sample } = await limited({ statementMs: 200 });
      expect(Date.now() - started).toBeLessThan(4_000);
      expect(sample).toMatchObject({ users: 0, caps: ['TIME'] });
    });
  });
});

it('tells callers without contexts:read nothing about a single user, and not often', async () => {
  const user = await plane.api('POST', '/api/users', { email: 'v@example.org', name: 'V', role: 'viewer' });
  const { token } = (await plane.api('POST', `/api/users/${user.body.id}/tokens`, { name: 'T' })).body;
  const { call } = createManagementApi(plane.controlPlane.url, token);
  const probe = async (userKey: string) => {
    const conditions = [
      { conditionType: 'user', attribute: 'targetingKey', operator: 'eq', values: [userKey] },
    ];
    const operations = [
      {
        kind: 'configuration.update',
        flagKey: 'checkout',
        environmentKey: 'production',
        patch: { enabled: true, rules: [{ priority: 1, conditions, serve: { variation: 'on' } }] },
      },
    ];
    const { id } = (await plane.api('POST', `${path}/change-sets`, { name: 'Probe', operations })).body;
    const body = { environmentKey: 'production', recorded: { days: 7 }, flagKeys: ['checkout'] };
    return { body, url: `${path}/change-sets/${id}/preview` };
  };
  const existing = await probe('person-1');
  const absent = await probe('nobody');
  const admin = await plane.api('POST', existing.url, existing.body);
  expect(admin.body.flags[0].changed).toBe(1);
  const first = await call('POST', existing.url, existing.body);
  const second = await call('POST', absent.url, absent.body);
  expect(codesOf(first.body)).toContain('COUNTS_ROUNDED');
  expect(first.body.flags).toEqual(second.body.flags);
  expect(first.body.sample.changed).toBe(0);
  let status = 200;
  for (let count = 2; count < 40 && status === 200; count += 1) {
    const answer = await call('POST', absent.url, absent.body);
    status = answer.status;
    if (status === 429) expect(count).toBe(30);
  }
  expect(status).toBe(429);
  // Without recorded contexts, and for others, it goes on.
  expect((await call('POST', absent.url, { environmentKey: 'production' })).status).toBe(200);
  expect((await plane.api('POST', absent.url, absent.body)).status).toBe(200);
}, 60_000);
