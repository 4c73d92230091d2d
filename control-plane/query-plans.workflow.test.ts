import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUuidV7Generator } from '../shared/events/uuid-v7.ts';
import { silentLogger } from '../shared/logging/logger.ts';
import { seedFlags } from '../test/support/control-plane/seed-flags.ts';
import { ADMIN_TOKEN, createProject } from '../test/support/control-plane/test-control-plane.ts';
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts';
import { eventually } from '../test/support/eventually.ts';
import { type ApiCall, createManagementApi } from '../test/support/management-api.ts';
import { openStream } from '../test/support/sse-client.ts';
import { createStatementProxy, type StatementProxy } from '../test/support/statement-proxy.ts';
import { type ControlPlane, startControlPlane } from './start-control-plane.ts';

/** The plans that Postgres takes for the statements of hot routes, as its module `auto_explain` reports them. */
const FLAGS = 10_000;
const ENVIRONMENTS = 10;
const RECORDS = 50_000;
/** Recorded evaluations of as many users. */
const EVENTS = 20_000;
/** A table with fewer rows is read as a whole: that is cheaper than an index. */
const LARGE_ROWS = 5_000;

let database: TestDatabase;
let proxy: StatementProxy;
let plane: ControlPlane;
let sql: postgres.Sql;
let api: ApiCall;
let projectId: string;
let serverKey: string;
/** Of an environment with 200 flags, in another project. */
let smallKey: string;
let rowCounts: ReadonlyMap<string, number>;
const plans: LoggedPlan[] = [];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Parent Relationship'?: string;
  /** Only with `auto_explain.log_analyze`. */
  readonly 'Actual Rows'?: number;
  readonly Plans?: readonly PlanNode[];
}
interface LoggedPlan {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  proxy = await createStatementProxy(database.url, (text) => {
    const [, json] = /^duration: [\d.]+ ms {2}plan:\n([\s\S]+)$/.exec(text) ?? [];
    if (json !== undefined) plans.push(JSON.parse(json));
  });
  plane = await startPlane();
  const environments = Array.from({ length: ENVIRONMENTS }, (_, index) => `env-${index}`);
  const management = createManagementApi(plane.url, ADMIN_TOKEN);
  projectId = await createProject(management.call, environments);
  const keyOf = async (id: string, environmentKey: string) =>
    (await management.createKey(id, { kind: 'server', environmentKey })).secret;
  serverKey = await keyOf(projectId, 'env-3');
  const small = await createProject(management.call, ['production']);
  smallKey = await keyOf(small, 'production');
  await management.createSegment(projectId, { key: 'beta' });
  await plane.stop();
  await seedFlags(sql, small, { flags: 200 });
  await seedFlags(sql, projectId, { flags: FLAGS, records: RECORDS });
  await recordUsers();
  const tables = await sql<{ name: string; rows: number }[]>`
    select relname as name, reltuples::int as rows from pg_class where relkind = 'r'`;
  rowCounts = new Map(tables.map(({ name, rows }) => [name, rows]));
  await setPlans({
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
    'auto_explain.log_nested_statements': 'on',
  });
  plane = await startPlane();
  api = createManagementApi(plane.url, ADMIN_TOKEN).call;
}, 180_000);
afterAll(async () => {
  await plane?.stop();
  await sql?.end();
  await proxy?.close();
  await database?.drop();
});

interface HotRoute {
  readonly title: string;
  readonly request: () => Promise<unknown>;
  /** Tables that it reads most of: then one pass is the right plan. */
  readonly readsWhole?: readonly string[];
}

const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await api(method, `/api/projects/${projectId}${path}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const get = (path: string) => () => send('GET', path);
const configuration = '/flags/flag-00500/environments/env-3';

async function preview(): Promise<void> {
  const operations = [
    {
      kind: 'configuration.update',
      flagKey: 'flag-00500',
      environmentKey: 'env-3',
      patch: { enabled: false },
    },
  ];
  const draft = await api('POST', `/api/projects/${projectId}/change-sets`, { name: 'Preview', operations });
  const previewed = await send('POST', `/change-sets/${draft.body.id}/preview`, {
    environmentKey: 'env-3',
    recorded: { days: 2, sample: 10_000 },
  });
  expect(previewed).toMatchObject({ sample: { evaluated: 10_000 } });
}

const routes: readonly HotRoute[] = [
  { title: 'PATCH of a configuration', request: () => send('PATCH', configuration, { enabled: false }) },
  {
    title: 'PATCH that makes the flag set larger: sums the flag set',
    request: () =>
      send('PATCH', configuration, {
        rules: [0, 1, 2, 3].map((priority) => ({ priority, conditions: [], serve: { variation: 'on' } })),
      }),
    readsWhole: ['flags'],
  },
  { title: 'a configuration', request: get(configuration) },
  { title: 'the first page of flags', request: get('/flags?limit=100') },
  { title: 'a later page of flags', request: get('/flags?limit=100&after=flag-05000') },
  { title: 'flags with a tag', request: get('/flags?tag=team-3') },
  { title: 'flags with a text', request: get('/flags?q=0999') },
  { title: 'flags that are on', request: get('/flags?environment=env-3&enabled=true') },
  { title: 'flags that are not evaluated', request: get('/flags?environment=env-0&notEvaluatedForDays=1') },
  { title: 'flags that use a segment', request: get('/flags?segment=beta') },
  { title: 'a page of the history', request: get('/change-sets?state=applied') },
  { title: 'a later page of the history', request: get('/change-sets?state=applied&after=30000') },
  { title: 'the history of a flag', request: get('/change-sets?state=applied&flag=flag-00500') },
  { title: 'a preview over recorded users', request: preview },
  { title: 'evaluations of a flag by variation and hour', request: get(`${configuration}/evaluations`) },
  {
    // In random order, so that each is asked for in turn.
    title: 'attributes seen in an environment, of all flags',
    request: get('/environments/env-3/attributes'),
    readsWhole: ['flags'],
  },
  { title: 'drafts', request: get('/change-sets?state=draft') },
  { title: 'a page of the audit log', request: get('/audit') },
  {
    title: 'the audit log of a resource',
    request: get('/audit?resourceId=00000000-0000-4000-8000-000000000000'),
  },
  {
    // A tenth of all rows: Postgres reads them faster in one pass than by 10,000 steps of an index.
    title: 'a snapshot of a large environment',
    request: () => readStream(serverKey),
    readsWhole: ['flags', 'flag_variations', 'targeting_rules', 'rule_conditions'],
  },
  // The flags of all projects are 300 pages.
  { title: 'a snapshot of a small environment', request: () => readStream(smallKey), readsWhole: ['flags'] },
  {
    title: 'a reader that resumes',
    request: async () => {
      const position = await readStream(serverKey);
      await send('PATCH', configuration, { enabled: true });
      await readStream(serverKey, position);
    },
  },
  { title: 'schedules that are due', request: () => until('s.apply_at <= now()') },
];

it.each(routes)(
  '$title: no sequential scan of a large table',
  { timeout: 60_000 },
  async ({ request, readsWhole }) => {
    plans.splice(0);
    await request();
    expect(plans.length).toBeGreaterThan(0);
    const scans = plans.flatMap((plan) =>
      largeScans(plan.Plan).map(
        (table) => `${table}: ${plan['Query Text'].replaceAll(/\s+/g, ' ').slice(0, 300)}`,
      ),
    );
    expect(scans.filter((scan) => !readsWhole?.some((table) => scan.startsWith(`${table}:`)))).toEqual([]);
  },
);

// With one statement for each table, the slowest took a third of the time: 503 on a machine with other work. The rows of
// each are counted, not its time: that depends on the other work, too.
it('a new environment in a large project is written by statements of at most 500 flags each', {
  timeout: 180_000,
}, async () => {
  await setPlans({
    // Only the statements of the control plane: those of functions and triggers are part of them.
    'auto_explain.log_nested_statements': 'off',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
  });
  const fresh = await startPlane(60_000);
  plans.splice(0);
  // The client of the tests gives up after 25 s.
  const answer = await fetch(`${fresh.url}/api/projects/${projectId}/environments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'new', name: 'New' }),
  });
  expect(answer.status, await answer.text()).toBe(201);
  await fresh.stop();
  const writes = plans.flatMap(({ Plan }) => writesOf(Plan));
  const rows = Math.max(...writes.map((write) => write.rows));
  // A boolean flag has two variations.
  expect(rows).toBeLessThanOrEqual(1_000);
  const ofConfigurations = writes.filter(({ table }) => table === 'flag_environments');
  expect(ofConfigurations.reduce((total, write) => total + write.rows, 0)).toBeGreaterThanOrEqual(FLAGS);

  const [written] = await sql`
    select
      (select count(*)::int from flag_environments where environment_id = e.id and byte_count > 0) as configurations,
      (select count(*)::int from history_baselines where project_id = ${projectId} and environment_key = 'new') as baselines,
      (
        select count(*)::int from audit_logs a join flag_environments fe on fe.id = a.resource_id
        where a.project_id = ${projectId} and a.action = 'create' and fe.environment_id = e.id
      ) as entries
    from environments e where e.project_id = ${projectId} and e.key = 'new'`;
  expect(written).toEqual({ configurations: FLAGS, baselines: FLAGS, entries: FLAGS });
});

/** Events of ten flags, in all environments, with contexts of which some are read with the users and some one by one. */
async function recordUsers(): Promise<void> {
  const newId = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));
  const ids = Array.from({ length: EVENTS * 2 }, (_, at) => newId(Date.now() - 3_600_000 + at));
  await sql`
    insert into evaluation_events (event_id, flag_key, environment_id, user_id, variation_key, reason, context, evaluated_at)
    select event.id, 'flag-0050' || event.place % 10, e.id, 'user-' || event.place, 'on', 'TARGETING_MATCH',
      jsonb_build_object(
        'targetingKey', 'user-' || event.place, 'about', repeat('x', case when event.place % 100 = 0 then 2000 else 20 end)
      ), now()
    from unnest(${ids}::uuid[]) with ordinality as event (id, place)
    join environments e on e.project_id = ${projectId} and e.key = case when event.place % 2 = 0 then 'env-3' else 'env-4' end`;
  await sql`analyze evaluation_events`;
}

/** @param databaseTimeoutMs for what is not about time: others use the machine, too */
const startPlane = (databaseTimeoutMs?: number) =>
  startControlPlane(
    {
      databaseUrl: proxy.url,
      ...(databaseTimeoutMs === undefined ? {} : { databaseTimeoutMs }),
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bootstrapAdminToken: ADMIN_TOKEN,
    },
    { logger: silentLogger },
  );

/** Settings of `auto_explain`, for connections that are opened later. */
async function setPlans(settings: Readonly<Record<string, string>>): Promise<void> {
  const name = sql(new URL(database.url).pathname.slice(1));
  for (const [setting, value] of Object.entries(settings)) {
    await sql`alter database ${name} set ${sql.unsafe(setting)} = ${sql.unsafe(`'${value}'`)}`;
  }
}

/** The large tables that a plan reads from end to end. */
function largeScans(node: PlanNode): readonly string[] {
  const table = node['Relation Name'] ?? '';
  const isScan = node['Node Type'] === 'Seq Scan' && (rowCounts.get(table) ?? 0) >= LARGE_ROWS;
  return [...(isScan ? [table] : []), ...(node.Plans ?? []).flatMap(largeScans)];
}

/** The rows that each part of a plan inserts or updates. */
function writesOf(node: PlanNode): readonly { readonly table: string; readonly rows: number }[] {
  const children = node.Plans ?? [];
  const table = node['Relation Name'] ?? '';
  // A node writes the rows of its outer child.
  const source = children.find((child) => child['Parent Relationship'] === 'Outer');
  const rows = source?.['Actual Rows'] ?? 0;
  return [...(node['Node Type'] === 'ModifyTable' ? [{ table, rows }] : []), ...children.flatMap(writesOf)];
}

/** @returns the position of the first event */
async function readStream(key: string, lastEventId?: string): Promise<string> {
  const stream = await openStream(`${plane.url}/stream`, {
    key,
    ...(lastEventId === undefined ? {} : { lastEventId }),
  });
  expect(stream.status, stream.body).toBe(200);
  const event = await stream.until('an event', () => true, 30_000);
  expect(event.event).toBe(lastEventId === undefined ? 'snapshot' : 'delta');
  stream.close();
  return event.id;
}

/** Waits for a statement that the control plane runs by itself. */
const until = (text: string) =>
  eventually(text, () => plans.some((plan) => plan['Query Text'].includes(text)), 10_000);
