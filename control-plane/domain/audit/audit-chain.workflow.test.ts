import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { migrate } from '../../store/database/migrate.ts';
import { type AuditHead, verifyAuditLog } from './verify-audit-log.ts';

const SYSTEM_USER = '00000000-0000-0000-0000-000000000001';

let plane: TestControlPlane;
let sql: postgres.Sql;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 4, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

/** Runs statements as the owner of the tables can: without their triggers. */
async function behindTheTriggers(run: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await run(tx);
  });
}

const kinds = async (heads: readonly AuditHead[] = []) =>
  (await verifyAuditLog(sql, heads)).faults.map(({ kind, entryId }) => ({ kind, entryId }));

describe('the chain of a project', () => {
  let projectId: string;
  let entries: { readonly id: string; readonly position: string }[];
  beforeEach(async () => {
    projectId = await createProject(plane.api);
    for (const key of ['a', 'b', 'c']) {
      await plane.request('POST', `/api/projects/${projectId}/flags`, { key, type: 'boolean' });
    }
    entries = await sql<{ id: string; position: string }[]>`
      select entry_id as id, position::text from audit_links where chain = ${projectId} order by position`;
  });

  const headNow = async (): Promise<AuditHead> => {
    const head = (await verifyAuditLog(sql)).heads.find(({ chain }) => chain === projectId);
    if (head === undefined) throw new Error('the project has no chain');
    return head;
  };
  /** What was broken is mended at the end of each test: they share the database. */
  const restored = async (broken: () => Promise<void>) => {
    await sql`create table kept_logs as select * from audit_logs`;
    await sql`create table kept_links as select * from audit_links`;
    await sql`create table kept_chains as select * from audit_chains`;
    try {
      await broken();
    } finally {
      await behindTheTriggers(async (tx) => {
        await tx`delete from audit_links`;
        await tx`delete from audit_logs`;
        await tx`delete from audit_chains`;
        await tx`insert into audit_chains select * from kept_chains`;
        await tx`insert into audit_logs overriding system value select * from kept_logs`;
        await tx`insert into audit_links select * from kept_links`;
      });
      await sql`drop table kept_logs, kept_links, kept_chains`;
    }
  };

  it('has a link for each entry, in order, and fits', async () => {
    expect(entries.map(({ position }) => position)).toEqual(['1', '2', '3', '4', '5']);
    expect(await kinds()).toEqual([]);
    expect(await kinds([await headNow()])).toEqual([]);
  });

  it.each([
    ['the new value', (sql) => sql`new_value = '{"key": "x"}'`],
    ['the user', (sql) => sql`user_id = ${SYSTEM_USER}`],
    ['the action', (sql) => sql`action = 'delete'`],
    ['the time', (sql) => sql`created_at = created_at + interval '1 microsecond'`],
    ['the project', (sql) => sql`project_id = null`],
  ] satisfies [string, (sql: postgres.TransactionSql) => unknown][])('shows a change of %s', (_, change) =>
    restored(async () => {
      const id = entries[2]?.id ?? '';
      await behindTheTriggers((tx) => tx`update audit_logs set ${change(tx)} where id = ${id}`);
      expect(await kinds()).toEqual([{ kind: 'changed', entryId: id }]);
    }),
  );

  it('shows an entry that is missing, also if its link is missing, too', () =>
    restored(async () => {
      const id = entries[2]?.id ?? '';
      await behindTheTriggers((tx) => tx`delete from audit_logs where id = ${id}`);
      expect(await kinds()).toEqual([{ kind: 'missing', entryId: id }]);
      await behindTheTriggers((tx) => tx`delete from audit_links where entry_id = ${id}`);
      expect(await kinds()).toEqual([{ kind: 'missing', entryId: undefined }]);
    }));

  it('shows entries that were swapped', () =>
    restored(async () => {
      const [, first, second] = entries.map(({ id }) => id);
      if (first === undefined || second === undefined) throw new Error('there are too few entries');
      await behindTheTriggers(
        (tx) => tx`
          update audit_links set entry_id = case when entry_id = ${first} then ${second}::uuid else ${first}::uuid end
          where entry_id in (${first}, ${second})`,
      );
      expect(await kinds()).toEqual([
        { kind: 'swapped', entryId: second },
        { kind: 'swapped', entryId: first },
      ]);
    }));

  it('shows the entries of a chain that was removed', () =>
    restored(async () => {
      await behindTheTriggers((tx) => tx`delete from audit_chains where chain = ${projectId}`);
      expect(await kinds()).toEqual(entries.map(({ id }) => ({ kind: 'unchained', entryId: id })));
    }));

  it('compares with every head that was recorded, also at one position', async () => {
    const head = await headNow();
    const wrong = { ...head, hash: '0'.repeat(64) };
    expect(await kinds([wrong, head])).toEqual([{ kind: 'cut off', entryId: undefined }]);
    expect(await kinds([head, wrong])).toEqual([{ kind: 'cut off', entryId: undefined }]);
  });

  it('shows an entry that was written past the trigger', () =>
    restored(async () => {
      await behindTheTriggers(
        (tx) => tx`
          insert into audit_logs (project_id, user_id, action, resource_type, resource_id)
          values (${projectId}, ${SYSTEM_USER}, 'delete', 'flag', ${projectId})`,
      );
      expect(await kinds()).toEqual([{ kind: 'unchained', entryId: expect.any(String) }]);
    }));

  it('shows a tail that was cut off, and with a recorded head also one that was written anew', () =>
    restored(async () => {
      const head = await headNow();
      const last = entries.at(-1)?.id ?? '';
      await behindTheTriggers(async (tx) => {
        await tx`delete from audit_links where entry_id = ${last}`;
        await tx`delete from audit_logs where id = ${last}`;
      });
      expect(await kinds()).toEqual([{ kind: 'cut off', entryId: undefined }]);
      await behindTheTriggers(
        (tx) => tx`
          update audit_chains c set position = l.position, hash = l.hash
          from audit_links l where c.chain = ${projectId} and l.chain = c.chain and l.position = 4`,
      );
      expect(await kinds()).toEqual([]);
      expect(await kinds([head])).toEqual([{ kind: 'cut off', entryId: undefined }]);
    }));

  it('shows a change among the entries from before the chains', () =>
    restored(async () => {
      // As in a database of an older release: entries without chains, then the migration.
      await sql`drop table audit_links, audit_chains, kept_links, kept_chains cascade`;
      await sql`drop trigger audit_logs_chained on audit_logs`;
      await sql`drop function chain_audit_entries, audit_digest`;
      await sql`delete from schema_migrations where name like '%audit_chain.sql'`;
      expect(await migrate(sql)).toHaveLength(1);
      await sql`create table kept_chains as select * from audit_chains`;
      await sql`create table kept_links as select * from audit_links`;
      expect(await kinds([await headNow()])).toEqual([]);
      const id = entries[1]?.id ?? '';
      await behindTheTriggers((tx) => tx`update audit_logs set action = 'delete' where id = ${id}`);
      expect(await kinds()).toEqual([{ kind: 'changed', entryId: undefined }]);
      await behindTheTriggers((tx) => tx`delete from audit_logs where id = ${id}`);
      expect(await kinds()).toEqual([{ kind: 'missing', entryId: undefined }]);
    }));
});

it('chains entries of several statements, projects and writers at once, without a gap', async () => {
  const projects = await Promise.all([1, 2, 3].map(() => createProject(plane.api)));
  const requests = projects.flatMap((projectId, index) =>
    Array.from({ length: 8 }, (_, number) => [
      plane.request('POST', `/api/projects/${projectId}/flags`, { key: `f-${number}`, type: 'boolean' }),
      plane.request('POST', '/api/users', {
        email: `u-${index}-${number}@example.org`,
        name: 'U',
        role: 'viewer',
      }),
    ]),
  );
  const answers = await Promise.all(requests.flat());
  expect(answers.every(({ status }) => status === 201)).toBe(true);
  // An older control plane writes several entries, of a project and of none, in one statement.
  await sql`
    insert into audit_logs (project_id, user_id, action, resource_type, resource_id)
    select project, ${SYSTEM_USER}, 'update', 'user', ${SYSTEM_USER}
    from unnest(array[${projects[0] ?? null}, null, ${projects[1] ?? null}, null]::uuid[]) as project`;
  const report = await verifyAuditLog(sql);
  expect(report.faults).toEqual([]);
  const [{ count }] = await sql<[{ count: number }]>`select count(*)::int as count from audit_logs`;
  expect(report.entries).toBe(count);
});

it('is not written by tables that an account puts in the place of its own', async () => {
  await sql.begin(async (tx) => {
    await tx`create temporary table audit_chains (like audit_chains) on commit drop`;
    await tx`create temporary table audit_links (like audit_links) on commit drop`;
    await tx`
      insert into audit_logs (user_id, action, resource_type, resource_id)
      values (${SYSTEM_USER}, 'update', 'user', ${SYSTEM_USER})`;
  });
  expect((await verifyAuditLog(sql)).faults).toEqual([]);
});

it('cannot be changed while its triggers run', async () => {
  await expect(sql`update audit_links set position = position + 1`).rejects.toThrow(/append-only/);
  await expect(sql`delete from audit_links`).rejects.toThrow(/append-only/);
  await expect(sql`truncate audit_links`).rejects.toThrow(/append-only/);
});
