import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDist } from '../../bin/build/build-dist.ts';
import type { ProjectDiff } from '../../control-plane/model/project-change.ts';
import type { SnapshotData } from '../../shared/sync/wire.ts';
import { assertRecordsAgree } from '../support/control-plane/project-records.ts';
import { readProjectTables } from '../support/control-plane/project-tables.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createManagementApi } from '../support/management-api.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { openStream } from '../support/sse-client.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  startControlPlane,
  startNodeEdge,
} from '../support/system.ts';
import { createTcpBalancer, type TcpBalancer } from '../support/tcp-balancer.ts';
import {
  type Journal,
  sendToAny,
  type Writer,
  writeDirectly,
  writeDrafts,
  writeSchedules,
  writeUnapproved,
  writeWithApproval,
} from './writers.ts';

/** Three control planes are killed again and again, at most two at a time, while 20 writers change flags. */
const KILLS = 100;
const KILLERS = 2;
const WRITERS: readonly (readonly [name: string, count: number, write: Writer])[] = [
  ['direct', 7, writeDirectly],
  ['drafted', 4, writeDrafts],
  ['approved', 4, writeWithApproval],
  ['scheduled', 3, writeSchedules],
  ['unapproved', 2, writeUnapproved],
];
const names = WRITERS.flatMap(([name, count, write]) =>
  Array.from({ length: count }, (_, index) => ({ name: `${name}-${index}`, write })),
);

const group = createProcessGroup();
let database: TestDatabase;
let redis: RedisServer;
let planes: readonly RunningControlPlane[];
let balancer: TcpBalancer;
let edges: readonly RunningServer[];
let sql: postgres.Sql;
let projectId: string;
let environmentIds: readonly string[];
let keys: { readonly relay: string; readonly server: string };
let reviewerToken: string;
/** The last entry of the history before the environment is protected. */
let lastUnprotected: number;
const adminToken = newAdminToken();

beforeAll(async () => {
  [database, redis] = await Promise.all([
    createTestDatabase(),
    startRedisServer(),
    buildDist({ onlyIfStale: true }),
  ]);
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const shared = { databaseUrl: database.url, redisUrl: redis.url, adminToken };
  const start = (name: string) =>
    startControlPlane(group, { ...shared, name, module: 'dist/control-plane.mjs' });
  const first = await start('first');
  planes = [first, await start('second'), await start('third')];
  const { api } = first;
  ({ id: projectId } = await api.createProject('Shop'));
  environmentIds = [
    (await api.createEnvironment(projectId, 'production')).id,
    (await api.createEnvironment(projectId, 'staging')).id,
  ];
  const string = {
    type: 'string',
    variations: [{ key: 'only', value: 'none' }],
    defaultValue: 'none',
  } as const;
  for (const { name, write } of names) {
    const flagKeys = write === writeDrafts ? [`${name}-0`, `${name}-1`] : [name];
    for (const key of flagKeys) await api.createFlag(projectId, { key, ...string });
  }
  const scope = { environmentKey: 'staging' };
  keys = {
    relay: (await api.createKey(projectId, { kind: 'relay' })).secret,
    server: (await api.createKey(projectId, { kind: 'server', ...scope })).secret,
  };
  const user = { email: 'reviewer@example.org', name: 'Reviewer', role: 'admin' };
  const { body } = await api.call('POST', '/api/users', user);
  const token = await api.call('POST', `/api/users/${body.id}/tokens`, { name: 'Test' });
  reviewerToken = token.body.token;
  const path = `/api/projects/${projectId}/environments/production/protection`;
  expect((await api.call('PUT', path, { approvals: 1 })).status).toBe(200);
  lastUnprotected = (await readHistory()).at(-1)?.number ?? 0;
  balancer = await createTcpBalancer(planes.map(({ url }) => url));
  edges = await Promise.all(
    ['first', 'second'].map((name) =>
      startNodeEdge(group, {
        name: `${name} edge`,
        upstreamUrl: balancer.url,
        relayKey: keys.relay,
        module: 'dist/edge.mjs',
      }),
    ),
  );
});
afterAll(async () => {
  await sql?.end();
  await group.stopAll();
  await balancer?.close();
  await redis?.stop();
  await database?.drop();
});

it(`after ${KILLS} kills under ${names.length} writers, each change is there once, and readers have it`, {
  timeout: 800_000,
}, async () => {
  const journal = await writeWhileKilling();
  expect(journal.surprises).toEqual([]);
  for (const { name } of names.filter(({ write }) => write !== writeUnapproved)) {
    expect(
      journal.applied.filter(([marker]) => marker?.startsWith(`${name}:`)),
      name,
    ).not.toEqual([]);
  }
  await assertEachAppliedOnce(journal);
  await assertApproved();
  await assertInTime();
  await assertRecordsAgree(sql, projectId);
  await assertReadersConverge();
});

async function writeWhileKilling(): Promise<Journal> {
  const journal: Journal = { applied: [], forbidden: [], surprises: [] };
  let isRunning = true;
  const sendAs = (token: string) =>
    sendToAny(
      planes.map(({ url }) => createManagementApi(url, token).call),
      projectId,
    );
  const setting = {
    journal,
    isRunning: () => isRunning,
    send: sendAs(adminToken),
    sendAsReviewer: sendAs(reviewerToken),
  };
  const writing = Promise.all(names.map(({ name, write }) => write(setting, name)));
  const reading = Promise.all(edges.map((edge) => readForward(edge, journal, setting.isRunning)));
  await killAgainAndAgain();
  isRunning = false;
  await Promise.all([writing, reading]);
  return journal;
}

/** Each killer takes a control plane, kills it, sometimes once more while it starts, and starts it. */
async function killAgainAndAgain(): Promise<void> {
  const idle = [...planes];
  let left = KILLS;
  const killer = async () => {
    while (left > 0) {
      const [plane] = idle.splice(Math.floor(Math.random() * idle.length), 1);
      if (plane === undefined) throw new Error('no control plane is left');
      await sleep(Math.random() * 300);
      left -= 1;
      await plane.process.kill();
      if (left > 0 && Math.random() < 0.2) {
        left -= 1;
        plane.process.launch();
        await sleep(Math.random() * 800);
        await plane.process.kill();
      }
      await plane.process.start();
      idle.push(plane);
    }
  };
  await Promise.all(Array.from({ length: KILLERS }, killer));
}

/** An edge answers all the time, and never with an older value than before. */
async function readForward(
  { url }: RunningServer,
  { surprises }: Journal,
  isRunning: () => boolean,
): Promise<void> {
  let seen = 0;
  while (isRunning()) {
    const { status, body } = await evaluateAt(url, keys.server, { flagKey: 'direct-0' });
    const count = Number(String(body.value).split(':')[1] ?? 0);
    if (status !== 200 || count < seen) surprises.push(`${status} ${JSON.stringify(body)} after ${seen}`);
    seen = count;
    await sleep(50);
  }
  if (seen === 0) surprises.push(`${url} has got no change`);
}

interface HistoryRow {
  readonly id: string;
  readonly number: number;
  readonly diff: ProjectDiff;
  readonly diffHash: string;
}

const readHistory = () => sql<HistoryRow[]>`
  select id, number, diff, diff_hash as "diffHash" from change_sets
  where project_id = ${projectId} and number is not null order by number`;

/** The markers that an entry of the history has set. */
const markersOf = ({ diff }: HistoryRow) =>
  diff.flatMap((change) =>
    change.member === 'defaultValue' && typeof change.after === 'string' && change.after.includes(':')
      ? change.after
      : [],
  );

async function assertEachAppliedOnce({ applied, forbidden }: Journal): Promise<void> {
  const history = await readHistory();
  const found = history.map(markersOf).filter((markers) => markers.length > 0);
  const flat = found.flat();
  expect(new Set(flat).size).toBe(flat.length);
  // A draft has two markers, in one entry. No other change is there: writers repeat until they know.
  expect(found.map((markers) => markers.join()).sort()).toEqual(
    applied.map((markers) => markers.join()).sort(),
  );
  expect(flat.filter((marker) => forbidden.includes(marker))).toEqual([]);
  const { flags } = await readProjectTables(sql, projectId);
  for (const { name } of names.filter(({ write }) => write === writeDirectly)) {
    const last = applied.findLast(([marker]) => marker?.startsWith(`${name}:`));
    expect(flags.get(name)?.configurations.get('staging')?.defaultValue).toBe(last?.[0]);
  }
}

async function assertApproved(): Promise<void> {
  const approvals = await sql<{ id: string; diffHash: string }[]>`
    select a.change_set_id as id, a.diff_hash as "diffHash"
    from change_set_approvals a join change_sets s on s.id = a.change_set_id and s.created_by <> a.user_id`;
  const approved = new Set(approvals.map(({ id, diffHash }) => `${id} ${diffHash}`));
  const inProduction = (await readHistory()).filter(
    ({ number, diff }) =>
      number > lastUnprotected &&
      diff.some((change) => 'environmentKey' in change && change.environmentKey === 'production'),
  );
  expect(inProduction.length).toBeGreaterThan(0);
  expect(inProduction.filter(({ id, diffHash }) => !approved.has(`${id} ${diffHash}`))).toEqual([]);
}

/** None is forgotten. How late the others are depends on the machine here: the workflow test of schedules asserts it. */
async function assertInTime(): Promise<void> {
  const rows = await sql<{ late: number }[]>`
    select extract(epoch from applied_at - apply_at)::float8 as late from change_sets
    where project_id = ${projectId} and state = 'applied' and apply_at is not null order by 1`;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.at(-1)?.late).toBeLessThan(30);
}

async function assertReadersConverge(): Promise<void> {
  for (const environmentId of environmentIds) {
    const wanted = await snapshotAt(planes[2]?.url ?? '', environmentId);
    for (const { url } of [...planes, ...edges]) {
      await eventually(
        `${url} has what the control planes have`,
        async () => {
          expect(await snapshotAt(url, environmentId)).toEqual(wanted);
          return true;
        },
        30_000,
      );
    }
  }
}

/** The position and the flag set that a control plane or an edge sends. */
async function snapshotAt(url: string, environmentId: string): Promise<object> {
  const stream = await openStream(`${url}/stream?environment=${environmentId}`, { key: keys.relay });
  try {
    const { id, data } = await stream.until('a snapshot', ({ event }) => event === 'snapshot');
    const { flags, segments }: SnapshotData = JSON.parse(data);
    const byKey = (items: readonly { readonly key: string }[]) =>
      items.toSorted((left, right) => (left.key < right.key ? -1 : 1));
    return { id, flags: byKey(flags), segments: byKey(segments) };
  } finally {
    stream.close();
  }
}
