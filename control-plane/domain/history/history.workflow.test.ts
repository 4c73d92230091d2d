import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { readProjectTables } from '../../../test/support/control-plane/project-tables.ts';
import {
  type ProjectRequest,
  projectOperation,
  projectRequest,
} from '../../../test/support/control-plane/random-requests.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { callerWithRole } from '../../model/role.ts';
import { purgeOldData } from '../../purge-old-data.ts';
import { migrate } from '../../store/database/migrate.ts';
import { diffStates } from '../change-set/diff-states.ts';
import { createConfigurations } from '../configurations.ts';
import { rebuildState } from './rebuild-state.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;

beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

/** Sends requests of which some may be refused. @returns how many were done */
async function send(projectId: string, requests: readonly ProjectRequest[]): Promise<number> {
  let done = 0;
  for (const { method, path, body } of requests) {
    const { status } = await plane.api(method, `/api/projects/${projectId}${path}`, body);
    expect(status).toBeLessThan(500);
    if (status < 300) done += 1;
  }
  return done;
}

/** Makes the history forget all, and lets the migration write its baseline again, as in a database of an older release. */
async function migrateAgain(): Promise<void> {
  await sql.unsafe(`
    drop table environment_protections, change_set_approvals, history_baselines, change_set_environments, change_set_bases, change_set_operations, change_sets;
    drop function refuse_history_change, configuration_document, keyed_condition;
    delete from schema_migrations where name like '%change_sets.sql' or name like '%protected_environments.sql'
      or name like '%schedules.sql'
  `);
  expect(await migrate(sql)).toHaveLength(3);
}

const operations = fc.array(projectOperation, { minLength: 1, maxLength: 4 });
const requests = fc.array(projectRequest, { minLength: 20, maxLength: 40 });

it('rebuilds from the history of a project what its tables contain, at every entry', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      const done = await send(projectId, given.slice(0, 12));
      fc.pre(done > 3);
      const middle = await readProjectTables(sql, projectId);
      const [entry] = await sql<{ number: number }[]>`
        select max(number) as number from change_sets where project_id = ${projectId}`;
      await send(projectId, given.slice(12));
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
      expect(diffStates(await rebuildState(sql, { projectId, upTo: entry?.number }), middle)).toEqual([]);
      const part = { flags: new Map([...middle.flags].filter(([key]) => key === 'a')), segments: new Map() };
      const rebuilt = await rebuildState(sql, { projectId, upTo: entry?.number, flagKeys: ['a'] });
      expect(diffStates(rebuilt, { ...part, environments: [] })).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

it('contains change sets that are applied and reverted: then everything is as before', async () => {
  await fc.assert(
    fc.asyncProperty(requests, operations, async (given, drafted) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      await send(projectId, given);
      const before = await readProjectTables(sql, projectId);
      const path = `/api/projects/${projectId}/change-sets`;
      const draft = await plane.api('POST', path, { name: 'Draft', operations: drafted });
      const applied = await plane.api('POST', `${path}/${draft.body.id}/apply`);
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
      fc.pre(applied.status === 200 && applied.body.number !== null);
      const revert = await plane.api('POST', `${path}/${draft.body.id}/revert`);
      const isEmpty = diffStates(before, await readProjectTables(sql, projectId)).length === 0;
      expect(revert.status).toBe(isEmpty ? 409 : 201);
      if (!isEmpty) {
        const reverted = await plane.api('POST', `${path}/${revert.body.id}/apply`);
        expect(reverted.status, JSON.stringify(reverted.body)).toBe(200);
      }
      expect(withoutRuleIds(await readProjectTables(sql, projectId))).toEqual(withoutRuleIds(before));
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
    }),
    { numRuns: 8 },
  );
});

/** Rules of a flag that was deleted come back with other ids: its rows keep theirs until they are purged. */
function withoutRuleIds({ flags, segments }: ProjectState) {
  return {
    flags: [...flags].sort().map(([, { configurations, ...flag }]) => ({
      ...flag,
      configurations: [...configurations].sort().map(([key, { rules, ...members }]) => ({
        key,
        ...members,
        rules: rules.map(({ id: _, ...rule }) => rule),
      })),
    })),
    segments: [...segments].sort().map(([, segment]) => ({
      ...segment,
      included: [...segment.included].sort(),
      excluded: [...segment.excluded].sort(),
    })),
  };
}

it('contains the revert of a deletion: an archived flag comes back archived', async () => {
  const projectId = await createProject(plane.api, ['production']);
  await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await plane.api('POST', `/api/projects/${projectId}/flags/a/archive`);
  await plane.api('DELETE', `/api/projects/${projectId}/flags/a`);
  const path = `/api/projects/${projectId}/change-sets`;
  const { body } = await plane.api('GET', `${path}?state=applied&limit=1`);
  const revert = await plane.api('POST', `${path}/${body.items[0].id}/revert`);
  expect((await plane.api('POST', `${path}/${revert.body.id}/apply`)).status).toBe(200);
  expect((await plane.api('GET', `/api/projects/${projectId}/flags/a`)).body.archived).toBe(true);
  expect(diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId))).toEqual(
    [],
  );
});

it('starts from the baseline that the migration writes', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      await send(projectId, given.slice(0, 20));
      await migrateAgain();
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
      await send(projectId, given.slice(20));
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
    }),
    { numRuns: 4 },
  );
});

it('has one entry for each change that has an effect, numbered without gaps, and none for others', async () => {
  const projectId = await createProject(plane.api, ['production']);
  const path = `/api/projects/${projectId}/flags`;
  await plane.api('POST', path, { key: 'a', type: 'boolean' });
  await plane.api('PATCH', `${path}/a/environments/production`, { enabled: true });
  await plane.api('PATCH', `${path}/a/environments/production`, { enabled: true });
  await plane.api('PATCH', `${path}/a/environments/production`, { defaultValue: 'no boolean' });
  await plane.api('PATCH', `${path}/a`, { name: 'A' });
  const entries = await sql`
    select s.number, s.origin, s.state, o.operation ->> 'kind' as kind, v.version
    from change_sets s
    left join change_set_operations o on o.change_set_id = s.id
    left join change_set_environments v on v.change_set_id = s.id
    where s.project_id = ${projectId} order by s.number`;
  expect([...entries]).toEqual([
    { number: 1, origin: 'environment', state: 'applied', kind: null, version: 1 },
    { number: 2, origin: 'direct', state: 'applied', kind: 'flag.create', version: 2 },
    { number: 3, origin: 'direct', state: 'applied', kind: 'configuration.update', version: 3 },
    { number: 4, origin: 'direct', state: 'applied', kind: 'flag.update', version: null },
  ]);
});

it('costs a change one statement', async () => {
  const projectId = await createProject(plane.api, ['production']);
  await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  const statements: string[] = [];
  const counted = postgres(plane.database.url, {
    max: 1,
    debug: (_, statement) => void statements.push(statement),
  });
  // The driver reads the types of arrays first.
  await counted`select 1`;
  statements.length = 0;
  const configurations = createConfigurations({
    sql: counted,
    notifier: { environmentsChanged() {}, keysChanged() {} },
    random: Math.random,
    randomUuid: randomUUID,
    randomBytes,
    now: Date.now,
  });
  const [user] = await sql<{ id: string }[]>`select id from users where role = 'admin' limit 1`;
  await configurations.change(
    callerWithRole(user?.id ?? '', 'admin'),
    { projectId, flagKey: 'a', environmentKey: 'production' },
    { enabled: true },
    {},
  );
  await counted.end();
  expect(statements.filter((statement) => statement.includes('change_sets'))).toHaveLength(1);
  // Begin and commit, locks, the flag and its configuration (4), segments, the version, sizes (2), the write and its
  // measure, history and audit.
  expect(statements.length, statements.join('\n')).toBe(17);
});

it('is never purged', async () => {
  const projectId = await createProject(plane.api, ['production']);
  await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await plane.api('DELETE', `/api/projects/${projectId}/flags/a`);
  await sql`update environment_versions set created_at = created_at - interval '40 days'`;
  const count = async () => {
    const [row] = await sql<{ count: number }[]>`
      select (select count(*) from change_sets) + (select count(*) from change_set_operations)
        + (select count(*) from change_set_environments) + (select count(*) from history_baselines) as count`;
    return row?.count;
  };
  const before = await count();
  const purged = await purgeOldData(
    { onConnection: (work) => work(sql), now: Date.now, random: Math.random, logger: silentLogger },
    { tombstoneDays: 30, eventDays: 30 },
    false,
  );
  expect(purged?.flags).toBeGreaterThan(0);
  expect(await count()).toBe(before);
});

it('cannot be changed or deleted', async () => {
  const projectId = await createProject(plane.api, ['production']);
  await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await expect(sql`update change_sets set diff = '[]' where project_id = ${projectId}`).rejects.toThrow(
    /append-only/,
  );
  await expect(sql`delete from change_sets where project_id = ${projectId}`).rejects.toThrow(/append-only/);
});
