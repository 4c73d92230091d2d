import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProjectRequest, projectRequest } from '../../../test/support/control-plane/random-requests.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { migrate } from '../../store/database/migrate.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { diffStates } from '../change-set/diff-states.ts';
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

async function stateInTables(projectId: string): Promise<ProjectState> {
  const environments = await sql<{ id: string; key: string }[]>`
    select id, key from environments where project_id = ${projectId} and deleted_at is null`;
  const flags = await sql<{ key: string }[]>`select key from flags where project_id = ${projectId}`;
  const segments = await sql<{ key: string }[]>`select key from segments where project_id = ${projectId}`;
  const { state } = await loadSlice(sql, projectId, environments, {
    flagKeys: new Set(flags.map(({ key }) => key)),
    segmentKeys: new Set(segments.map(({ key }) => key)),
    configurations: new Map(flags.map(({ key }) => [key, 'all'])),
    environmentKeys: 'all',
  });
  return state;
}

/** Makes the history forget all, and lets the migration write its baseline again, as in a database of an older release. */
async function migrateAgain(): Promise<void> {
  await sql.unsafe(`
    drop table history_baselines, change_set_environments, change_set_bases, change_set_operations, change_sets;
    drop function refuse_history_change, configuration_document, keyed_condition;
    delete from schema_migrations where name like '%change_sets.sql'
  `);
  expect(await migrate(sql)).toHaveLength(1);
}

const requests = fc.array(projectRequest, { minLength: 20, maxLength: 40 });

it('rebuilds from the history of a project what its tables contain, at every entry', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      const done = await send(projectId, given.slice(0, 12));
      fc.pre(done > 3);
      const middle = await stateInTables(projectId);
      const [entry] = await sql<{ number: number }[]>`
        select max(number) as number from change_sets where project_id = ${projectId}`;
      await send(projectId, given.slice(12));
      expect(diffStates(await rebuildState(sql, { projectId }), await stateInTables(projectId))).toEqual([]);
      expect(diffStates(await rebuildState(sql, { projectId, upTo: entry?.number }), middle)).toEqual([]);
      const part = { flags: new Map([...middle.flags].filter(([key]) => key === 'a')), segments: new Map() };
      const rebuilt = await rebuildState(sql, { projectId, upTo: entry?.number, flagKeys: ['a'] });
      expect(diffStates(rebuilt, { ...part, environments: [] })).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

it('starts from the baseline that the migration writes', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      await send(projectId, given.slice(0, 20));
      await migrateAgain();
      expect(diffStates(await rebuildState(sql, { projectId }), await stateInTables(projectId))).toEqual([]);
      await send(projectId, given.slice(20));
      expect(diffStates(await rebuildState(sql, { projectId }), await stateInTables(projectId))).toEqual([]);
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

it('cannot be changed or deleted', async () => {
  const projectId = await createProject(plane.api, ['production']);
  await plane.api('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await expect(sql`update change_sets set diff = '[]' where project_id = ${projectId}`).rejects.toThrow(
    /append-only/,
  );
  await expect(sql`delete from change_sets where project_id = ${projectId}`).rejects.toThrow(/append-only/);
});
