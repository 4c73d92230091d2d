import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../test/support/control-plane/browser-session.ts';
import {
  startTestControlPlane,
  type TestControlPlane,
} from '../test/support/control-plane/test-control-plane.ts';
import { type ApiAnswer, type ApiCall, createManagementApi } from '../test/support/management-api.ts';

/** A row of a table as JSON. */
type Row = Readonly<Record<string, unknown>>;
/** Rows of all tables that exist now, or did before, by their ids. */
type RowsById = ReadonlyMap<unknown, Row>;

/**
 * How an audit entry names what a row belongs to: the ids of which one must be the resource of an entry. `any`: an entry
 * about something else is enough, because the row repeats what that says.
 */
const AUDITED_TABLES: Readonly<Record<string, (row: Row, rows: RowsById) => readonly unknown[] | 'any'>> = {
  projects: ({ id }) => [id],
  environments: ({ id }) => [id],
  environment_protections: ({ environment_id }) => [environment_id],
  flags: ({ id }) => [id],
  flag_environments: ({ id, flag_id }) => [id, flag_id],
  flag_variations: ({ flag_environment_id: id }, rows) => [id, rows.get(id)?.flag_id],
  targeting_rules: ({ flag_environment_id: id }, rows) => [id, rows.get(id)?.flag_id],
  rule_conditions: ({ targeting_rule_id: id }, rows) => [rows.get(id)?.flag_environment_id],
  flag_prerequisites: ({ flag_environment_id: id }, rows) => [id, rows.get(id)?.flag_id],
  flag_prerequisite_variations: ({ prerequisite_id }, rows) => {
    const id = rows.get(prerequisite_id)?.flag_environment_id;
    return [id, rows.get(id)?.flag_id];
  },
  segments: ({ id }) => [id],
  segment_environments: ({ segment_id, environment_id }) => [segment_id, environment_id],
  sdk_keys: ({ id }) => [id],
  sdk_key_environments: ({ sdk_key_id }) => [sdk_key_id],
  users: ({ id }) => [id],
  role_grants: ({ user_id }) => [user_id],
  webhook_endpoints: ({ id }) => [id],
  api_tokens: ({ id }) => [id],
  // What is applied at once, without a draft, has entries about what it changes.
  change_sets: ({ id, origin }) => (origin === 'draft' ? [id] : 'any'),
  change_set_operations: ({ change_set_id: id }, rows) => (rows.get(id)?.origin === 'draft' ? [id] : 'any'),
  change_set_bases: ({ change_set_id }) => [change_set_id],
  change_set_environments: ({ change_set_id: id }, rows) => (rows.get(id)?.origin === 'draft' ? [id] : 'any'),
  change_set_approvals: ({ change_set_id }) => [change_set_id],
  rollouts: ({ change_set_id }) => [change_set_id],
  rollout_steps: ({ change_set_id }) => [change_set_id],
};

/** Tables that hold no decision of a person. */
const OTHER_TABLES: Readonly<Record<string, string>> = {
  environment_versions: 'a number and a random token for each change',
  history_baselines: 'what the history starts from, a copy',
  history_gaps: 'what a program has changed that writes no history',
  idempotency_keys: 'answers that are repeated, for 24 hours',
  audit_logs: 'the entries',
  personal_values: 'values of the entries',
  audit_links: 'their chain',
  audit_chains: 'the heads of the chains',
  evaluation_events: 'events',
  evaluation_rollups: 'events',
  stream_readers: 'readers that are connected',
  webhook_events: 'what webhooks are told of changes',
  webhook_deliveries: 'what was sent; tests and repetitions are entries about the webhook',
  schema_migrations: 'migrations',
  sessions: 'who is signed in; the end of sessions of others is an entry about the user',
  passwords: 'hashes; entries about the user say when',
  sign_in_links: 'links that sign in once; invitations are entries about the user',
  oidc_attempts: 'sign-ins that have begun, for 10 minutes',
  user_identities: 'who a user is at a provider; the entry about the user says which provider',
  sign_in_attempts: 'counts of 15 minutes',
};

/** Columns that follow from what an entry says. */
const DERIVED_COLUMNS = new Set(['version', 'keys_version', 'keys_token', 'last_used_at']);

let plane: TestControlPlane;
let sql: postgres.Sql;
let second: ApiCall;
/** Ids of what the steps have created. */
const ids = new Map<string, string>();
const id = (name: string) => ids.get(name) ?? `there is no id of ${name}`;

beforeAll(async () => {
  plane = await startTestControlPlane({ secretsKey: randomBytes(32) });
  sql = postgres(plane.database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

/** One request, or one command, and the entries that it writes: `action resourceType`, in order. */
interface Step {
  /** A route, or `command: NAME`. */
  readonly route: string;
  readonly body?: () => unknown;
  readonly entries: readonly string[];
  /** The name of the id in the answer. */
  readonly makes?: string;
  /** What takes the place of parameters of the route; default: the id of the same name. */
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: () => Promise<ApiAnswer>;
}

const P = '/api/projects/:projectId';
const FLAG = `${P}/flags/:flagKey`;
const DRAFT = `${P}/change-sets/:changeSetId`;
const ruleWith = (variation: string, values: readonly string[]) => ({
  priority: 1,
  conditions: [{ conditionType: 'user', attribute: 'email', operator: 'in', values }],
  serve: { variation },
});
const turnOn = {
  kind: 'configuration.update',
  flagKey: 'a',
  environmentKey: 'production',
  patch: { enabled: true },
};
const newDraft = (operations: readonly object[]) => ({
  route: `POST ${P}/change-sets`,
  body: () => ({ name: 'Release', operations }),
  entries: ['create change_set'],
  makes: 'changeSetId',
});
const post = (path: string, entries: readonly string[], body: () => unknown = () => undefined): Step => ({
  route: `POST ${path}`,
  body,
  entries,
});

const NEW_PASSWORD = { newPassword: 'correct horse battery' };

async function signInByInvitation() {
  const { body } = await plane.api('POST', pathOf('/api/users/:invitedId/invitation', {}));
  const browser = openBrowser(plane.controlPlane.url);
  await browser.call('POST', '/api/session/redeem', { token: body.token });
  return browser;
}

/** Every writing route in a story that uses each at least once. A new one must be added here. */
const STEPS: readonly Step[] = [
  { ...post('/api/projects', ['create project'], () => ({ name: 'Shop' })), makes: 'projectId' },
  { route: `PATCH ${P}`, body: () => ({ description: 'New' }), entries: ['update project'] },
  post(`${P}/environments`, ['create environment'], () => ({ key: 'production', name: 'Production' })),
  post(`${P}/flags`, ['create flag'], () => ({ key: 'a', type: 'boolean' })),
  post(`${P}/flags`, ['create flag'], () => ({ key: 'b', type: 'boolean' })),
  post(`${P}/segments`, ['create segment'], () => ({ key: 'beta', included: ['u-1'] })),
  post(
    `${P}/environments`,
    ['create flag_environment', 'create flag_environment', 'create environment'],
    () => ({
      key: 'staging',
      name: 'Staging',
    }),
  ),
  {
    route: `PATCH ${P}/environments/:environmentKey`,
    body: () => ({ name: 'S' }),
    entries: ['update environment'],
  },
  { route: `PATCH ${FLAG}`, body: () => ({ clientSide: true }), entries: ['update flag'] },
  {
    route: `PATCH ${FLAG}/environments/:environmentKey`,
    body: () => ({ rules: [ruleWith('on', ['eve@example.org'])] }),
    entries: ['update flag_environment', 'delete rule', 'create rule'],
  },
  {
    route: `PUT ${FLAG}/environments/:environmentKey`,
    body: () => ({
      enabled: true,
      defaultValue: false,
      variations: [
        { key: 'on', value: true },
        { key: 'off', value: false },
      ],
      prerequisites: [{ flagKey: 'b', variations: ['on'] }],
      rules: [],
    }),
    entries: ['update flag_environment', 'delete rule'],
  },
  post(`${FLAG}/archive`, ['archive flag'], () => undefined),
  post(`${FLAG}/restore`, ['restore flag'], () => undefined),
  {
    route: `PATCH ${P}/segments/:segmentKey`,
    body: () => ({ included: ['u-2'] }),
    entries: ['update segment'],
  },
  {
    route: `PATCH ${P}/segments/:segmentKey/members`,
    body: () => ({ included: { add: ['u-3'] } }),
    entries: ['update segment'],
  },
  { route: `DELETE ${P}/segments/:segmentKey`, entries: ['delete segment'] },
  { ...newDraft([turnOn]) },
  { route: `PATCH ${DRAFT}`, body: () => ({ name: 'Other' }), entries: ['update change_set'] },
  post(`${DRAFT}/operations`, ['update change_set'], () => ({ operations: [{ ...turnOn, flagKey: 'b' }] })),
  post(`${DRAFT}/operations/bulk`, ['update change_set'], () => ({
    // What the draft changes already.
    filter: { q: 'a' },
    change: { kind: 'enable', environmentKeys: ['production'] },
  })),
  {
    route: `DELETE ${DRAFT}/operations/:position`,
    with: { position: '1' },
    entries: ['update change_set'],
  },
  post(`${DRAFT}/apply`, ['update flag_environment', 'apply change_set']),
  { ...post(`${DRAFT}/revert`, ['create change_set']), makes: 'changeSetId' },
  post(`${DRAFT}/discard`, ['discard change_set']),
  post(`${P}/environments/:environmentKey/promote/:targetKey`, ['create change_set'], () => ({
    flagKeys: ['a'],
  })),
  post(`${FLAG}/copy`, ['create change_set', 'create flag', 'apply change_set'], () => ({ key: 'c' })),
  newDraft([{ ...turnOn, patch: { rules: [ruleWith('on', ['eve@example.org'])] }, flagKey: 'b' }]),
  { route: `PATCH ${FLAG}`, with: { flagKey: 'b' }, body: () => ({ name: 'B' }), entries: ['update flag'] },
  {
    route: `PATCH ${FLAG}/environments/:environmentKey`,
    with: { flagKey: 'b', environmentKey: 'production' },
    body: () => ({ enabled: true }),
    entries: ['update flag_environment'],
  },
  post(`${DRAFT}/rebase`, ['update change_set']),
  {
    route: `PUT ${DRAFT}/rollout`,
    body: () => ({
      flagKey: 'b',
      environmentKey: 'production',
      ruleId: '00000000-0000-4000-8000-000000000001',
      variation: 'on',
      steps: [{ weight: 10_000, waitSeconds: 60 }, { weight: 100_000 }],
    }),
    entries: ['update change_set'],
  },
  { route: `DELETE ${DRAFT}/rollout`, entries: ['update change_set'] },
  {
    route: `PUT ${DRAFT}/schedule`,
    body: () => ({ applyAt: '2999-01-01T00:00:00Z' }),
    entries: ['schedule change_set'],
  },
  { route: `DELETE ${DRAFT}/schedule`, entries: ['unschedule change_set'] },
  {
    route: `PUT ${P}/environments/:environmentKey/protection`,
    with: { environmentKey: 'production' },
    body: () => ({ approvals: 1, approverRole: 'editor' }),
    entries: ['update environment'],
  },
  post(`${DRAFT}/request-review`, ['request_review change_set']),
  {
    route: `POST ${DRAFT}/approvals`,
    entries: ['approve change_set'],
    run: async () => {
      const path = pathOf(DRAFT, {});
      const { body } = await second('GET', `${path}/diff`);
      return second('POST', `${path}/approvals`, { diffHash: body.diffHash });
    },
  },
  // Edits void the approval.
  { route: `PATCH ${DRAFT}`, body: () => ({ name: 'Again' }), entries: ['update change_set'] },
  post(
    `${DRAFT}/break-glass`,
    ['update flag_environment', 'delete rule', 'create rule', 'apply change_set'],
    () => ({ reason: 'Outage' }),
  ),
  newDraft([{ ...turnOn, patch: { enabled: false }, flagKey: 'b' }]),
  post(`${DRAFT}/preview`, ['read environment'], () => ({
    environmentKey: 'production',
    recorded: { examples: 1 },
  })),
  {
    // Without its approval it is taken off the schedule.
    route: 'command: apply what is due',
    entries: ['schedule change_set', 'unschedule change_set'],
    run: async () => {
      const path = pathOf(DRAFT, {});
      const answer = await plane.api('PUT', `${path}/schedule`, { applyAt: new Date().toISOString() });
      while ((await plane.api('GET', path)).body.scheduleError === null) await sleep(20);
      return answer;
    },
  },
  {
    route: `DELETE ${P}/environments/:environmentKey/protection`,
    run: () => plane.api('DELETE', pathOf(`${P}/environments/production/protection?reason=Moved`, {})),
    entries: ['update environment'],
  },
  {
    route: 'command: apply what is due',
    entries: ['schedule change_set', 'update flag_environment', 'apply change_set'],
    run: async () => {
      const path = pathOf(DRAFT, {});
      const answer = await plane.api('PUT', `${path}/schedule`, { applyAt: new Date().toISOString() });
      while ((await plane.api('GET', path)).body.state !== 'applied') await sleep(20);
      return answer;
    },
  },
  post(`${P}/explain`, [], () => ({
    environmentKey: 'production',
    flagKey: 'a',
    context: { targetingKey: 'u-1' },
  })),
  {
    route: `POST ${P}/document/plan`,
    run: async () => {
      const { body } = await plane.api('GET', pathOf(`${P}/document`, {}));
      return plane.api('POST', pathOf(`${P}/document/plan`, {}), body);
    },
    entries: [],
  },
  {
    ...post('/api/users', ['create user'], () => ({ kind: 'service', name: 'S', role: null })),
    makes: 'userId',
  },
  { route: 'PATCH /api/users/:userId', body: () => ({ name: 'T' }), entries: ['update user'] },
  { ...post('/api/users/:userId/tokens', ['create api_token'], () => ({ name: 'One' })), makes: 'tokenId' },
  { route: 'DELETE /api/users/:userId/tokens/:tokenId', entries: ['revoke api_token'] },
  { ...post('/api/users/:userId/tokens', ['create api_token'], () => ({ name: 'Two' })), makes: 'tokenId' },
  { ...post('/api/me/tokens', ['create api_token'], () => ({ name: 'Own' })), makes: 'ownTokenId' },
  {
    route: 'DELETE /api/me/tokens/:tokenId',
    run: () => plane.api('DELETE', pathOf('/api/me/tokens/:ownTokenId', {})),
    entries: ['revoke api_token'],
  },
  post('/api/sign-in-links', ['update user']),
  {
    ...post('/api/users', ['create user'], () => ({ email: 'i@example.org', name: 'I', role: 'viewer' })),
    makes: 'invitedId',
  },
  {
    route: 'POST /api/users/:userId/invitation',
    run: () => plane.api('POST', pathOf('/api/users/:invitedId/invitation', {})),
    entries: ['update user'],
  },
  {
    route: 'DELETE /api/users/:userId/invitation',
    run: () => plane.api('DELETE', pathOf('/api/users/:invitedId/invitation', {})),
    entries: ['update user'],
  },
  {
    route: 'PUT /api/session/password',
    run: async () => (await signInByInvitation()).call('PUT', '/api/session/password', NEW_PASSWORD),
    entries: ['update user', 'update user'],
  },
  {
    route: 'DELETE /api/users/:userId/sessions/:sessionId',
    run: async () => {
      const { body } = await (await signInByInvitation()).call('GET', '/api/session');
      return plane.api('DELETE', pathOf(`/api/users/:invitedId/sessions/${body.session.id}`, {}));
    },
    entries: ['update user', 'update user'],
  },
  {
    route: 'DELETE /api/users/:userId/sessions',
    run: async () => {
      await signInByInvitation();
      return plane.api('DELETE', pathOf('/api/users/:invitedId/sessions', {}));
    },
    entries: ['update user', 'update user'],
  },
  { route: `PUT ${P}/roles/:userId`, body: () => ({ role: 'viewer' }), entries: ['update user'] },
  { route: `DELETE ${P}/roles/:userId`, entries: ['update user'] },
  {
    route: `PUT ${P}/environments/:environmentKey/roles/:userId`,
    body: () => ({ role: 'admin' }),
    entries: ['update user'],
  },
  { route: `DELETE ${P}/environments/:environmentKey/roles/:userId`, entries: ['update user'] },
  { route: `PUT ${P}/roles/:userId`, body: () => ({ role: 'editor' }), entries: ['update user'] },
  { route: 'DELETE /api/users/:userId', entries: ['delete user', 'revoke api_token', 'update user'] },
  post('/api/audit/erasures', ['erase user', 'erase personal_value'], () => ({ value: 'T' })),
  ...['production', 'staging'].map((environment) => ({
    ...post(`${P}/keys`, ['create sdk_key'], () => ({
      kind: 'server',
      name: environment,
      environmentKeys: [environment],
    })),
    makes: 'keyId',
  })),
  {
    ...post(`${P}/keys/:keyId/rotate`, ['create sdk_key', 'update sdk_key'], () => ({
      oldKeyExpiresAt: '2999-01-01T00:00:00Z',
    })),
    makes: 'newKeyId',
  },
  { route: `DELETE ${P}/keys/:keyId`, entries: ['revoke sdk_key'] },
  {
    ...post(`${P}/webhooks`, ['create webhook'], () => ({ url: 'https://example.org/hook', enabled: false })),
    makes: 'webhookId',
  },
  {
    route: `PATCH ${P}/webhooks/:webhookId`,
    body: () => ({ description: 'Chat' }),
    entries: ['update webhook'],
  },
  post(`${P}/webhooks/:webhookId/rotate-secret`, ['update webhook'], () => ({})),
  { route: `DELETE ${P}/webhooks/:webhookId`, entries: ['delete webhook'] },
  { route: `DELETE ${FLAG}`, entries: ['delete flag'] },
  { route: `DELETE ${P}/environments/:environmentKey`, entries: ['delete environment', 'revoke sdk_key'] },
  { route: `DELETE ${P}`, entries: ['delete project', 'delete environment', 'revoke sdk_key'] },
];

/** Routes that no person uses to change anything, or whose entries are tested with the steps of rollouts and the deliveries of webhooks. */
const OTHER_ROUTES = [
  'POST /events',
  'POST /relay/positions',
  // Signing in and out changes nothing that others see, and is logged.
  'POST /api/session',
  'POST /api/session/redeem',
  'DELETE /api/session',
  'DELETE /api/sessions/:sessionId',
  ...['start', 'pause', 'resume', 'advance', 'stop'].map((action) => `POST ${DRAFT}/rollout/${action}`),
  `POST ${P}/webhooks/:webhookId/resume`,
  `POST ${P}/webhooks/:webhookId/test`,
  `POST ${P}/webhooks/:webhookId/deliveries/:deliveryId/redeliver`,
];

const DEFAULTS: Readonly<Record<string, string>> = {
  flagKey: 'a',
  segmentKey: 'beta',
  environmentKey: 'staging',
  targetKey: 'production',
};

const pathOf = (pattern: string, parameters: Readonly<Record<string, string>>): string =>
  pattern.replaceAll(/:(\w+)/g, (_, name: string) => parameters[name] ?? DEFAULTS[name] ?? id(name));

async function send({ route, body, makes, run, ...step }: Step): Promise<void> {
  const [method = '', pattern = ''] = route.split(' ');
  const request = () => plane.api(method, pathOf(pattern, step.with ?? {}), body?.());
  const answer = await (run ?? request)();
  expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  if (makes !== undefined) ids.set(makes, answer.body.id);
}

/** Every row of the tables above, without derived columns, by its text. */
async function readRows(): Promise<ReadonlyMap<string, { readonly table: string; readonly row: Row }>> {
  const all = new Map<string, { table: string; row: Row }>();
  for (const table of Object.keys(AUDITED_TABLES)) {
    for (const { row } of await sql<{ row: Row }[]>`select to_json(t) as row from ${sql(table)} t`) {
      const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !DERIVED_COLUMNS.has(name)));
      all.set(`${table} ${JSON.stringify(kept)}`, { table, row });
    }
  }
  return all;
}

async function readEntries(after: string) {
  return sql<{ sequence: string; entry: string; resourceId: string }[]>`
    select sequence::text, action || ' ' || resource_type as entry, resource_id as "resourceId" from audit_logs
    where sequence > ${after}::bigint order by audit_logs.sequence`;
}

it('is known to every writing route, and every table', async () => {
  const writing = plane.controlPlane.routes.filter((route) => !route.startsWith('GET '));
  const known = [...STEPS.map(({ route }) => route), ...OTHER_ROUTES];
  expect(writing.filter((route) => !known.includes(route))).toEqual([]);
  expect(known.filter((route) => !route.startsWith('command') && !writing.includes(route))).toEqual([]);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition`;
  const names = tables.map(({ name }) => name).sort();
  expect(names).toEqual([...Object.keys(AUDITED_TABLES), ...Object.keys(OTHER_TABLES)].sort());
});

it('has an entry for every row that a route or a command changes', async () => {
  const { body } = await plane.api('POST', '/api/users', {
    email: 'p@example.org',
    name: 'P',
    role: 'editor',
  });
  const token = await plane.api('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
  second = createManagementApi(plane.controlPlane.url, token.body.token).call;
  let before = await readRows();
  let last = (await readEntries('0')).at(-1)?.sequence ?? '0';
  for (const step of STEPS) {
    await send(step);
    const entries = await readEntries(last);
    const label = `${step.route} ${JSON.stringify(step.body?.() ?? '')}`;
    expect(
      entries.map(({ entry }) => entry),
      label,
    ).toEqual(step.entries);
    const after = await readRows();
    const rows: RowsById = new Map([...before.values(), ...after.values()].map(({ row }) => [row.id, row]));
    const changed = [...before, ...after].filter(([text]) => !(before.has(text) && after.has(text)));
    const named = new Set<unknown>(entries.map(({ resourceId }) => resourceId));
    const unaudited = changed.filter(([, { table, row }]) => {
      const owners = AUDITED_TABLES[table]?.(row, rows) ?? [];
      return owners === 'any' ? entries.length === 0 : !owners.some((owner) => named.has(owner));
    });
    expect(
      unaudited.map(([text]) => text),
      label,
    ).toEqual([]);
    before = after;
    last = entries.at(-1)?.sequence ?? last;
  }
});

it('has entries of the first admin and of its token', async () => {
  const [first, next] = await readEntries('0');
  expect([first?.entry, next?.entry]).toEqual(['create user', 'create api_token']);
});
