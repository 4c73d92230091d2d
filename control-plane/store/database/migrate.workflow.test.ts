import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let sql: postgres.Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 4, onnotice: () => {} });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

it('applies each migration once if several control planes start at the same time', async () => {
  const applied = await Promise.all([migrate(sql), migrate(sql), migrate(sql)]);
  expect(applied.filter((names) => names.includes('0001_initial.sql'))).toHaveLength(1);
  expect(await migrate(sql)).toEqual([]);
});

it('rolls back a migration that fails, and names it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sf-migrations-'));
  await writeFile(join(folder, '0001_good.sql'), 'create table good (id int)');
  await writeFile(join(folder, '0002_bad.sql'), 'create table half (id int); select 1/0;');
  await expect(migrate(sql, { folder })).rejects.toThrow(/0002_bad\.sql failed.*division by zero/s);
  const tables = await sql`select table_name from information_schema.tables where table_schema = 'public'`;
  expect(tables.map((row) => row.table_name).sort()).toEqual(['good', 'schema_migrations']);
});

it('refuses a migration that was edited after it had been applied', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sf-migrations-'));
  await writeFile(join(folder, '0001_first.sql'), 'create table one (id int)');
  await migrate(sql, { folder });
  await writeFile(join(folder, '0001_first.sql'), 'create table two (id int)');
  await expect(migrate(sql, { folder })).rejects.toThrow(/0001_first\.sql was changed/);
});

it('keeps the audit log append-only', async () => {
  await migrate(sql);
  await sql`insert into audit_logs (user_id, action, resource_type, resource_id)
    select id, 'create', 'user', id from users`;
  await expect(sql`update audit_logs set action = 'delete'`).rejects.toThrow(/append-only/);
  await expect(sql`delete from audit_logs`).rejects.toThrow(/append-only/);
  await expect(sql`truncate audit_logs`).rejects.toThrow(/append-only/);
});

it('waits for another process that migrates, whatever the timeouts of the account, and logs it', async () => {
  const lock = await sql.reserve();
  // As an older release locks.
  await lock`select pg_advisory_lock(5076414127)`;
  const waits: number[] = [];
  const url = new URL(database.url);
  const impatient = postgres(url.href, { max: 1, connection: { statement_timeout: 500, lock_timeout: 100 } });
  const migrated = migrate(impatient, { onWaiting: (waitedMs) => waits.push(waitedMs) });
  await expect.poll(() => waits, { timeout: 5_000 }).toEqual([0]);
  await new Promise((later) => setTimeout(later, 700));
  await lock`select pg_advisory_unlock(5076414127)`;
  lock.release();
  expect(await migrated).toContain('0001_initial.sql');
  await impatient.end();
});

it('needs no right to create tables if there is nothing to apply', async () => {
  await migrate(sql);
  const role = `reader_${Date.now()}`;
  await sql.unsafe(
    `create role ${role} login password 'x'; grant select on all tables in schema public to ${role}`,
  );
  const url = new URL(database.url);
  url.username = role;
  url.password = 'x';
  const restricted = postgres(url.href, { max: 1 });
  expect(await migrate(restricted)).toEqual([]);
  await restricted.end();
  await sql.unsafe(`drop owned by ${role}; drop role ${role}`);
});
