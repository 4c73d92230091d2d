import { execFile } from 'node:child_process';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildDist } from '../../bin/build/build-dist.ts';
import { diffStates } from '../../control-plane/domain/change-set/diff-states.ts';
import { assertRecordsAgree } from '../support/control-plane/project-records.ts';
import { readProjectTables } from '../support/control-plane/project-tables.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type ApiCall, createManagementApi } from '../support/management-api.ts';
import { createProcessGroup, ROOT } from '../support/processes.ts';
import { createStatementProxy, type StatementProxy, type StatementTrap } from '../support/statement-proxy.ts';
import { newAdminToken, type RunningControlPlane, startControlPlane } from '../support/system.ts';

/**
 * A control plane is killed at each SQL statement of an apply: before Postgres gets the statement, or when it has it but
 * the control plane does not see the answer.
 */
const group = createProcessGroup();
let database: TestDatabase;
let proxy: StatementProxy;
let plane: RunningControlPlane;
let reviewer: ApiCall;
let sql: postgres.Sql;
let projectId: string;
/** Of every kind of apply: makes each change another one. */
let round = 0;

beforeAll(async () => {
  [database] = await Promise.all([createTestDatabase(), buildDist({ onlyIfStale: true })]);
  proxy = await createStatementProxy(database.url);
  plane = await startControlPlane(group, {
    databaseUrl: proxy.url,
    adminToken: newAdminToken(),
    module: 'dist/control-plane.mjs',
  });
  const { call } = plane.api;
  const user = await call('POST', '/api/users', {
    email: 'reviewer@example.org',
    name: 'Reviewer',
    role: 'admin',
  });
  const token = await call('POST', `/api/users/${user.body.id}/tokens`, { name: 'Test' });
  reviewer = createManagementApi(plane.url, token.body.token).call;
  ({ id: projectId } = await plane.api.createProject('Shop'));
  for (const key of ['production', 'staging']) await plane.api.createEnvironment(projectId, key);
  for (const key of ['edited', 'toggled', 'required-0', 'required-1', 'new-0']) {
    await plane.api.createFlag(projectId, { key });
  }
  for (const key of ['edited', 's-0']) await plane.api.createSegment(projectId, { key });
  await send('PUT', '/environments/production/protection', { approvals: 1 });
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await group.stopAll();
  await proxy?.close();
  await database?.drop();
});

/** A test that has failed may have left no process. */
beforeEach(async () => {
  await plane.process.kill();
  await plane.process.start();
});

const send = async (method: string, path: string, body?: unknown, api: ApiCall = plane.api.call) => {
  const answer = await api(method, `/api/projects/${projectId}${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer.body;
};

/** Every kind of operation but two that are the same writes: a flag is restored in odd rounds, archived in even ones. */
function operations(): readonly object[] {
  const rules = (priority: number) => [
    {
      priority,
      conditions: [{ conditionType: 'segment', operator: 'in', values: [`s-${round}`] }],
      serve: { variation: 'on' },
    },
  ];
  const staging = { flagKey: 'edited', environmentKey: 'staging' };
  return [
    { kind: 'flag.create', flag: { key: `new-${round}`, type: 'boolean' } },
    { kind: 'flag.update', flagKey: 'edited', patch: { description: `round ${round}` } },
    { kind: round % 2 === 0 ? 'flag.restore' : 'flag.archive', flagKey: 'toggled' },
    { kind: 'flag.delete', flagKey: `new-${round - 1}` },
    {
      kind: 'configuration.update',
      flagKey: 'edited',
      environmentKey: 'production',
      patch: {
        enabled: round % 2 === 0,
        variations: [
          { key: 'on', value: true },
          { key: 'off', value: false, name: `round ${round}` },
        ],
        prerequisites: [{ flagKey: `required-${round % 2}`, variations: ['on'] }],
        rules: rules(round),
      },
    },
    { kind: 'configuration.update', ...staging, patch: { rules: [] } },
    { kind: 'rule.add', ...staging, rule: rules(round)[0] },
    { kind: 'segment.create', segment: { key: `s-${round}`, included: ['u-1'] } },
    { kind: 'segment.delete', segmentKey: `s-${round - 1}` },
    { kind: 'segment.members', segmentKey: 'edited', changes: { included: { add: [`u-${round}`] } } },
  ];
}

/** A change that is about to be applied. */
interface PreparedApply {
  /** Resolves when it was applied. */
  readonly apply: () => Promise<unknown>;
  /** The same once more, by a new process. It may be applied already. */
  readonly retry: () => Promise<unknown>;
}

interface ApprovedDraft {
  readonly id: string;
  readonly path: string;
  readonly applied: () => Promise<boolean>;
}

async function approvedDraft(): Promise<ApprovedDraft> {
  const { id } = await send('POST', '/change-sets', { name: `Round ${round}`, operations: operations() });
  const path = `/change-sets/${id}`;
  await send('POST', `${path}/request-review`);
  const { diffHash } = await send('GET', `${path}/diff`);
  await send('POST', `${path}/approvals`, { diffHash }, reviewer);
  const applied = async () => {
    const [row] = await sql<{ state: string }[]>`select state from change_sets where id = ${id}`;
    return row?.state === 'applied';
  };
  return { id, path, applied };
}

const kinds: Readonly<Record<string, () => Promise<PreparedApply>>> = {
  'an approved draft': async () => {
    const { path, applied } = await approvedDraft();
    const apply = () => send('POST', `${path}/apply`);
    return { apply, retry: async () => (await applied()) || apply() };
  },
  'a schedule': async () => {
    const { id, path, applied } = await approvedDraft();
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    await send('PUT', `${path}/schedule`, { applyAt: inAnHour });
    const untilApplied = () => eventually('it is applied', applied, 10_000);
    return {
      apply: async () => {
        await sql`update change_sets set apply_at = now() where id = ${id}`;
        return untilApplied();
      },
      retry: untilApplied,
    };
  },
  'a single request': async () => {
    const patch = {
      enabled: round % 2 === 0,
      variations: [
        { key: 'on', value: true, name: `round ${round}` },
        { key: 'off', value: false },
      ],
    };
    const apply = () => send('PATCH', '/flags/edited/environments/staging', patch);
    return { apply, retry: apply };
  },
};

it.each([
  { kind: 'an approved draft', moments: [true] },
  { kind: 'a schedule', moments: [true] },
  { kind: 'a single request', moments: [false, true] },
])(
  '$kind is applied as a whole or not at all, and once, wherever the process is killed',
  {
    timeout: 600_000,
  },
  async ({ kind, moments }) => {
    // Changes differ by a statement or two, so the end of one may be missed: it gets rounds of its own.
    for (const isSent of [false, true]) {
      expect(await applyAndKill(kind, { statement: 'commit', isSent })).not.toBe('answered');
    }
    let statement = 1;
    for (let answered = 0; answered < 2; statement += 1) {
      const outcomes: string[] = [];
      for (const isSent of moments) outcomes.push(await applyAndKill(kind, { statement, isSent }));
      answered = outcomes.includes('answered') ? answered + 1 : 0;
    }
    // `begin`, locks, reads, writes, audit, history, `commit`.
    expect(statement).toBeGreaterThan(10);
  },
);

it('the command finds nothing wrong with the audit log afterwards', async () => {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, ['dist/audit.mjs', 'verify'], { cwd: ROOT, env }, (error, out) =>
      error === null ? resolve(out) : reject(new Error(out, { cause: error })),
    );
  });
  expect(output).toMatch(/ entries, 0 faults$/m);
});

/** @returns what the killed process has left; `answered` if the change has fewer statements */
async function applyAndKill(
  kind: string,
  trap: Pick<StatementTrap, 'statement' | 'isSent'>,
): Promise<'absent' | 'applied' | 'answered'> {
  round += 1;
  const prepared = await kinds[kind]?.();
  if (prepared === undefined) throw new Error(`unknown kind ${kind}`);
  const before = await readProjectTables(sql, projectId);
  const entries = await countEntries();
  const attempt = new AbortController();
  let isReached = false;
  let isCommitSent = false;
  const killed = new Promise<'killed'>((resolve) => {
    proxy.arm({
      ...trap,
      onReached: (text) => {
        isReached = true;
        isCommitSent = trap.isSent && /^commit/i.test(text);
        void plane.process.kill().then(() => resolve('killed'));
      },
    });
    attempt.signal.addEventListener('abort', () => proxy.disarm());
  });
  const outcome = await Promise.race([
    killed,
    prepared.apply().then(
      // A schedule is seen to be applied in the database, possibly before the process is dead.
      () => (isReached ? killed : ('answered' as const)),
      () => killed,
    ),
  ]);
  attempt.abort();
  if (outcome === 'answered') return outcome;

  await eventually('its sessions have ended', async () => (await countSessions()) === 0);
  const left = await readProjectTables(sql, projectId);
  const isApplied = (await countEntries()) > entries;
  // Only `commit` decides, and only once Postgres has it.
  expect(isApplied).toBe(isCommitSent);
  if (!isApplied) expect(diffStates(before, left)).toEqual([]);
  await assertRecordsAgree(sql, projectId);
  await plane.process.start();
  await prepared.retry();
  expect(await countEntries()).toBe(entries + 1);
  if (isApplied) expect(diffStates(left, await readProjectTables(sql, projectId))).toEqual([]);
  await assertRecordsAgree(sql, projectId);
  return isApplied ? 'applied' : 'absent';
}

async function countEntries(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from change_sets where project_id = ${projectId} and number is not null`;
  return row?.count ?? 0;
}

async function countSessions(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name like 'solid-fortnight%'`;
  return row?.count ?? 0;
}
