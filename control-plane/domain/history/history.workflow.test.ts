import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
    const { status } = await plane.sendRaw(method, `/api/projects/${projectId}${path}`, body);
    expect(status).toBeLessThan(500);
    if (status < 300) done += 1;
  }
  return done;
}

/** Makes the history forget all, and writes the baseline again as the migration does, in a database of an older release. */
async function writeBaselineAgain(): Promise<void> {
  const migration = readFileSync(
    new URL('../../../migrations/0004_change_sets.sql', import.meta.url),
    'utf8',
  );
  const baseline = migration.indexOf('-- The baseline of what exists now.');
  expect(baseline).toBeGreaterThan(0);
  await sql.unsafe(`
    truncate change_sets, history_baselines, history_gaps cascade;
    -- An older release has neither owners nor JSON Schemas.
    update flags set owner = null, json_schema = null;
    truncate history_gaps;
    ${migration.slice(baseline)}
  `);
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
      const path = `/api/projects/${projectId}/change-sets` as const;
      const draft = await plane.request('POST', path, { name: 'Draft', operations: drafted });
      const applied = await plane.sendRaw('POST', `${path}/${draft.body.id}/apply`);
      const { number } = (await plane.request('GET', `${path}/${draft.body.id}`)).body;
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
      fc.pre(applied.status === 200 && number !== null);
      const isEmpty = diffStates(before, await readProjectTables(sql, projectId)).length === 0;
      if (isEmpty) {
        expect((await plane.sendRaw('POST', `${path}/${draft.body.id}/revert`)).status).toBe(409);
      } else {
        const revert = await plane.request('POST', `${path}/${draft.body.id}/revert`);
        expect(revert.status).toBe(201);
        expect((await plane.request('POST', `${path}/${revert.body.id}/apply`)).status).toBe(200);
      }
      expect(withoutRuleIds(await readProjectTables(sql, projectId))).toEqual(withoutRuleIds(before));
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
    }),
    { numRuns: 8, endOnFailure: true },
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
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await plane.request('POST', `/api/projects/${projectId}/flags/a/archive`);
  await plane.request('DELETE', `/api/projects/${projectId}/flags/a`);
  const path = `/api/projects/${projectId}/change-sets` as const;
  const { body } = await plane.request('GET', `${path}?state=applied&limit=1`);
  const revert = await plane.request('POST', `${path}/${body.items[0]?.id}/revert`);
  expect((await plane.request('POST', `${path}/${revert.body.id}/apply`)).status).toBe(200);
  expect((await plane.request('GET', `/api/projects/${projectId}/flags/a`)).body.archived).toBe(true);
  expect(diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId))).toEqual(
    [],
  );
});

it('starts from the baseline that the migration writes', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      await send(projectId, given.slice(0, 20));
      await writeBaselineAgain();
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
      await send(projectId, given.slice(20));
      expect(
        diffStates(await rebuildState(sql, { projectId }), await readProjectTables(sql, projectId)),
      ).toEqual([]);
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

it('gets the states of what a program without a history has changed, before the next change', async () => {
  const projectId = await createProject(plane.api, ['production', 'staging', 'old']);
  const project = `/api/projects/${projectId}` as const;
  for (const key of ['changed', 'renamed', 'deleted', 'replaced', 'kept']) {
    await plane.request('POST', `${project}/flags`, { key, type: 'boolean' });
  }
  for (const key of ['crew', 'gone']) {
    await plane.request('POST', `${project}/segments`, { key, name: key, included: ['ann'] });
  }
  const numbers = async () =>
    (await plane.request('GET', `${project}/change-sets?state=applied&limit=2`)).body.items.map(
      ({ number, origin }) => ({ number: number ?? 0, origin }),
    );
  const last = (await numbers())[0]?.number ?? 0;

  // As an earlier release does it, which knows nothing of the history.
  await sql.begin(async (tx) => {
    await tx`
      update flag_environments fe set enabled = true, version = fe.version + 1 from flags f
      where f.id = fe.flag_id and f.project_id = ${projectId} and f.key = 'changed'`;
    await tx`update flags set name = 'Renamed' where project_id = ${projectId} and key = 'renamed'`;
    await tx`
      update flags set deleted_at = now() where project_id = ${projectId} and key in ('deleted', 'replaced')`;
    await tx`
      insert into flags (project_id, key, name, type, created_by)
      select project_id, key, 'Made again', type, created_by from flags
      where project_id = ${projectId} and key = 'replaced'`;
    await tx`
      update segments set included = '["bob"]' where project_id = ${projectId} and key = 'crew'`;
    await tx`update segments set deleted_at = now() where project_id = ${projectId} and key = 'gone'`;
    await tx`update environments set deleted_at = now() where project_id = ${projectId} and key = 'old'`;
  });
  expect(await sql`select kind from history_gaps where project_id = ${projectId} order by kind`).toHaveLength(
    8,
  );

  expect((await plane.request('PATCH', `${project}/flags/renamed`, { name: 'Again' })).status).toBe(200);
  expect(await numbers()).toEqual([
    { number: last + 2, origin: 'direct' },
    { number: last + 1, origin: 'unrecorded' },
  ]);
  const state = await readProjectTables(sql, projectId);
  expect(diffStates(await rebuildState(sql, { projectId }), state)).toEqual([]);
  const part = await rebuildState(sql, { projectId, flagKeys: ['replaced', 'deleted', 'changed'] });
  expect([...part.flags.keys()].sort()).toEqual(['changed', 'replaced']);
  const [entry] = (
    await plane.request('GET', `${project}/change-sets?state=applied&limit=2`)
  ).body.items.slice(1);
  expect(entry).toMatchObject({
    flagKeys: ['changed', 'deleted', 'renamed', 'replaced'],
    segmentKeys: ['crew', 'gone'],
    environmentKeys: ['old'],
  });
  expect((await plane.sendRaw('POST', `${project}/change-sets/${entry?.id}/revert`)).status).toBe(409);

  // What this release writes leaves no gap.
  expect((await plane.request('DELETE', `${project}/environments/staging`)).status).toBe(204);
  await plane.request('POST', `${project}/environments`, { key: 'next', name: 'Next' });
  expect(await sql`select from history_gaps where project_id = ${projectId}`).toHaveLength(0);
});

it('has one entry for each change that has an effect, numbered without gaps, and none for others', async () => {
  const projectId = await createProject(plane.api, ['production']);
  const path = `/api/projects/${projectId}/flags` as const;
  await plane.request('POST', path, { key: 'a', type: 'boolean' });
  await plane.request('PATCH', `${path}/a/environments/production`, { enabled: true });
  await plane.request('PATCH', `${path}/a/environments/production`, { enabled: true });
  await plane.sendRaw('PATCH', `${path}/a/environments/production`, { defaultValue: 'no boolean' });
  await plane.request('PATCH', `${path}/a`, { name: 'A' });
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
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
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
  // Statements that are sent together: what is read is locked before.
  const placeOf = (pattern: RegExp) => statements.findIndex((statement) => pattern.test(statement));
  const places = [/from projects\s.*for no key/s, /from environments e\s.*for no key/s, /from flags\s/].map(
    placeOf,
  );
  expect(places[0]).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

it('is never purged', async () => {
  const projectId = await createProject(plane.api, ['production']);
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await plane.request('DELETE', `/api/projects/${projectId}/flags/a`);
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
  await plane.request('POST', `/api/projects/${projectId}/flags`, { key: 'a', type: 'boolean' });
  await expect(sql`update change_sets set diff = '[]' where project_id = ${projectId}`).rejects.toThrow(
    /append-only/,
  );
  await expect(sql`delete from change_sets where project_id = ${projectId}`).rejects.toThrow(/append-only/);
});
