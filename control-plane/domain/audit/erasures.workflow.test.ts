import { createHash } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ManagementSchemas } from '../../../shared/management-client/outcome.ts';
import type { JsonValue } from '../../../shared/model/json.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createManagementApi } from '../../../test/support/management-api.ts';
import { exportAllLines } from './audit-export.ts';
import { verifyAuditExport } from './verify-audit-export.ts';
import { verifyAuditLog } from './verify-audit-log.ts';

const SYSTEM_USER = '00000000-0000-0000-0000-000000000001';
const ERASED = { erased: true };

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

/** A key of a user that only this test has. */
let user: string;
let projectId: string;
beforeEach(async () => {
  projectId = await createProject(plane.api);
  user = `u-${projectId}`;
});

const condition = (values: readonly JsonValue[]) => ({
  conditionType: 'user' as const,
  attribute: 'targetingKey',
  operator: 'in',
  values,
});
const erase = async (value: ManagementSchemas['NewErasure']['value'], ofProject?: string) =>
  (
    await plane.request('POST', '/api/audit/erasures', {
      value,
      ...(ofProject !== undefined && { projectId: ofProject }),
    })
  ).body;

/** A flag, its configuration and a segment that name the user, in six audit entries. */
async function nameUser(): Promise<void> {
  const project = `/api/projects/${projectId}` as const;
  await plane.request('POST', `${project}/flags`, { key: 'a', type: 'boolean', owner: user });
  await plane.request('PATCH', `${project}/flags/a`, { owner: null });
  const rules = [{ priority: 1, conditions: [condition(['u-1', user, 7])], serve: { variation: 'on' } }];
  await plane.request('PATCH', `${project}/flags/a/environments/production`, { rules });
  const included = [...Array.from({ length: 250 }, (_, index) => `m-${index}`), user];
  await plane.request('POST', `${project}/segments`, {
    key: 's',
    included,
    excluded: ['u-2', user],
    rules: [{ conditions: [condition([user])] }],
  });
  await plane.request('PATCH', `${project}/segments/s/members`, { excluded: { remove: [user] } });
}

async function exportLines(): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const part of exportAllLines(sql)) lines.push(...part.split('\n').slice(0, -1));
  return lines;
}
async function* each(lines: readonly string[]) {
  yield* lines;
}
async function readAudit(): Promise<readonly Record<string, unknown>[]> {
  const { items } = (await plane.request('GET', `/api/projects/${projectId}/audit?limit=100`)).body;
  return Promise.all(
    items.map(async ({ id }) => (await plane.request('GET', `/api/projects/${projectId}/audit/${id}`)).body),
  );
}
/** All rows of a table as text. */
async function textOf(table: string): Promise<string> {
  const [row] = await sql<
    [{ text: string }]
  >`select coalesce(string_agg(t::text, ' '), '') as text from ${sql(table)} t`;
  return row.text;
}
const faults = async () => (await verifyAuditLog(sql)).faults.map(({ kind, entryId }) => ({ kind, entryId }));
const faultsOf = async (lines: readonly string[]) =>
  (await verifyAuditExport(each(lines))).faults.map(({ kind, entryId }) => ({ kind, entryId }));

describe('a value that names a person', () => {
  it('is kept apart from the audit log, and can be erased, while all else stays', async () => {
    await nameUser();
    const before = await readAudit();
    expect(JSON.stringify(before)).toContain(user);
    expect(await textOf('audit_logs')).not.toContain(user);
    expect(await textOf('personal_values')).toContain(user);
    const heads = (await verifyAuditLog(sql)).heads;
    expect(await faults()).toEqual([]);
    const exported = await exportLines();
    expect(await faultsOf(exported)).toEqual([]);

    const erasure = await erase(user);
    expect(erasure).toMatchObject({
      entries: 6,
      values: 8,
      isComplete: true,
      deletedUsers: 0,
      remaining: {
        segments: 1,
        configurations: 1,
        users: 0,
        flags: 0,
        drafts: 0,
        baselines: 0,
        auditEntries: 0,
      },
    });
    expect(erasure.remaining?.history).toBeGreaterThan(0);

    const after = await readAudit();
    const lines = await exportLines();
    const texts = [
      JSON.stringify(after),
      lines.join(''),
      await textOf('audit_logs'),
      await textOf('personal_values'),
    ];
    for (const text of texts) expect(text).not.toContain(user);
    const marked = JSON.stringify(before).replaceAll(JSON.stringify(user), JSON.stringify(ERASED));
    expect(after).toEqual(JSON.parse(marked));

    expect(await faults()).toEqual([]);
    const report = await verifyAuditExport(each(lines), heads);
    expect(report.faults).toEqual([]);
    // What was exported before is not changed by it.
    expect(await faultsOf(exported)).toEqual([]);
    const live = (await plane.request('GET', `/api/projects/${projectId}/segments/s`)).body;
    expect(live.included).toContain(user);
  });

  it('is erased with an audit entry that has its digest, with a salt that only the caller gets', async () => {
    await nameUser();
    const { id, salt, digest } = await erase(user);
    const { items } = (await plane.request('GET', '/api/audit?resourceType=personal_value&limit=1')).body;
    expect(items[0]).toMatchObject({
      action: 'erase',
      resourceId: id,
      newValue: { entries: 6, values: 8, isComplete: true, digest },
    });
    const computed = createHash('sha256').update(Buffer.from(salt, 'hex')).update(JSON.stringify(user));
    expect(computed.digest('hex')).toBe(digest);
    expect(JSON.stringify(items)).not.toContain(salt);
  });

  it('is erased in one project only, if it is named', async () => {
    await nameUser();
    const other = await createProject(plane.api);
    expect(await erase(user, other)).toMatchObject({ entries: 0, remaining: { segments: 0, history: 0 } });
    expect(JSON.stringify(await readAudit())).toContain(user);
    expect(await erase(user, projectId)).toMatchObject({ entries: 6, isComplete: true });
    const [last] = await readAudit();
    expect(last).toMatchObject({ action: 'erase', resourceType: 'personal_value' });
    expect(
      await plane.sendRaw('POST', '/api/audit/erasures', { value: user, projectId: SYSTEM_USER }),
    ).toMatchObject({
      status: 404,
    });
  });

  it('may be a number, and differs from its text', async () => {
    await nameUser();
    expect(await erase('7', projectId)).toMatchObject({ entries: 0 });
    expect(await erase(7, projectId)).toMatchObject({ entries: 2, values: 2 });
    expect(await faults()).toEqual([]);
  });

  it('is the name or the email address of a deleted user, also as the author of entries', async () => {
    const [name, email] = [`Eve ${projectId}`, `${projectId}@example.org`];
    const { id } = (await plane.request('POST', '/api/users', { name, email, role: 'admin' })).body;
    const { token } = (await plane.request('POST', `/api/users/${id}/tokens`, { name: 'T' })).body;
    await createManagementApi(plane.controlPlane.url, token).request('PATCH', `/api/projects/${projectId}`, {
      name: 'By Eve',
    });
    expect(await erase(name)).toMatchObject({ entries: 1, deletedUsers: 0, remaining: { users: 1 } });
    await plane.request('DELETE', `/api/users/${id}`);
    expect(await erase(name)).toMatchObject({ entries: 1, deletedUsers: 1, remaining: { users: 0 } });
    expect(await erase(email)).toMatchObject({ entries: 2, deletedUsers: 1, remaining: { users: 0 } });
    const [byEve] = await readAudit();
    expect(byEve).toMatchObject({ userId: id, userName: 'erased' });
    const rows = await Promise.all(['users', 'audit_logs', 'personal_values'].map(textOf));
    for (const text of rows) expect([text.includes(name), text.includes(email)]).toEqual([false, false]);
    const { items } = (await plane.request('GET', `/api/audit?resourceId=${id}`)).body;
    expect(items.map(({ action }) => action)).toEqual(['erase', 'erase', 'delete', 'create']);
    expect(await faults()).toEqual([]);
  });

  it('stays where a release without references has written it, and is counted there', async () => {
    await sql`
      insert into audit_logs (project_id, user_id, action, resource_type, resource_id, new_value)
      values (${projectId}, ${SYSTEM_USER}, 'create', 'segment', ${projectId}, ${sql.json({ included: [user] })})`;
    expect(await erase(user)).toMatchObject({ entries: 0, remaining: { auditEntries: 1 } });
    expect(await faults()).toEqual([]);
  });

  it('is erased in 1,000 entries at a time', async () => {
    await sql`
      insert into personal_values (entry_id, blocks, salts, digests)
      select gen_random_uuid(), jsonb_build_array(jsonb_build_array(${user}::text)),
        substring(sha256('') for 16), sha256('')
      from generate_series(1, 1001)`;
    expect(await erase(user)).toMatchObject({ entries: 1_000, isComplete: false });
    expect(await erase(user)).toMatchObject({ entries: 1, isComplete: true });
  });
});

describe('the values that are kept apart', () => {
  /** Changes the values of an entry as the owner of the tables can: without their triggers. */
  const tamper = (entryId: string, change: (tx: postgres.TransactionSql) => unknown) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`create table kept as select * from personal_values where entry_id = ${entryId}`;
      await change(tx);
    });
  const mend = (entryId: string) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from personal_values where entry_id = ${entryId}`;
      await tx`insert into personal_values select * from kept`;
      await tx`drop table kept`;
    });

  it.each([
    [
      'changed',
      'a value',
      (tx, id) => tx`
      update personal_values set blocks = replace(blocks::text, 'm-1"', 'm-x"')::jsonb where entry_id = ${id}`,
    ],
    [
      'changed',
      'a digest',
      (tx, id) => tx`
      update personal_values set digests = overlay(digests placing sha256('') from 1) where entry_id = ${id}`,
    ],
    ['missing', 'all', (tx, id) => tx`delete from personal_values where entry_id = ${id}`],
  ] satisfies [string, string, (tx: postgres.TransactionSql, id: string) => unknown][])(
    'are found to be %s: %s',
    async (kind, _, change) => {
      await nameUser();
      await erase(user);
      const [{ entryId }] = await sql<[{ entryId: string }]>`
        select entry_id as "entryId" from personal_values order by length(blocks::text) desc limit 1`;
      await tamper(entryId, (tx) => change(tx, entryId));
      try {
        expect(await faults()).toEqual([{ kind, entryId }]);
        expect(await faultsOf(await exportLines())).toEqual([{ kind, entryId }]);
      } finally {
        await mend(entryId);
      }
      expect(await faults()).toEqual([]);
    },
  );

  it.each([
    'delete from personal_values',
    'truncate personal_values',
    `update personal_values set digests = sha256('')`,
    'update personal_values set entry_id = gen_random_uuid()',
  ])('stay: %s', async (statement) => {
    await nameUser();
    await expect(sql.unsafe(statement)).rejects.toThrow(/personal_values keeps/);
  });
});
