import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';

/** Any number, as long as no other program on this database uses it for an advisory lock. */
const MIGRATION_LOCK = 5_076_414_127;

/**
 * Applies the migrations that this database does not have yet, in order of their number.
 *
 * Several control planes may start at the same time: an advisory lock lets one of them migrate while the others wait.
 * Each file runs in its own transaction together with its entry in `schema_migrations`, so a failed migration changes
 * nothing. Entries that this release does not know are ignored: a newer control plane may run beside this one.
 *
 * @returns the names of the files that were applied
 * @throws Error with the name of the file that failed, or that was changed after it had been applied
 */
export async function migrate(sql: Sql, folder: string = findMigrations()): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  const connection = await sql.reserve();
  try {
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await connection`
      create table if not exists schema_migrations (
        name text primary key, checksum text not null, applied_at timestamptz not null default now()
      )`;
    const rows = await connection<{ name: string; checksum: string }[]>`
      select name, checksum from schema_migrations`;
    const recorded = new Map(rows.map((row) => [row.name, row.checksum]));
    const applied: string[] = [];
    for (const name of names) {
      const text = await readFile(`${folder}/${name}`, 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      const known = recorded.get(name);
      if (known === checksum) continue;
      if (known !== undefined) {
        throw new Error(
          `Migration ${name} was changed after it had been applied; add a new migration instead.`,
        );
      }
      await apply(connection, name, text, checksum);
      applied.push(name);
    }
    return applied;
  } finally {
    await connection`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {});
    connection.release();
  }
}

/** Runs the file as one script of the simple query protocol, so that it may contain several statements. */
async function apply(connection: Sql, name: string, text: string, checksum: string): Promise<void> {
  try {
    await connection`begin`;
    await connection.unsafe(text).simple();
    await connection`insert into schema_migrations (name, checksum) values (${name}, ${checksum})`;
    await connection`commit`;
  } catch (error) {
    await connection`rollback`;
    throw new Error(`Migration ${name} failed and was rolled back: ${String(error)}`, { cause: error });
  }
}

/** The nearest `migrations` folder above this module: it stands beside the sources, and inside `dist/` beside the built files. */
function findMigrations(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const migrations = join(folder, 'migrations');
    if (existsSync(migrations)) return migrations;
    if (folder === dirname(folder))
      throw new Error('the folder "migrations" is missing beside the control plane');
  }
}
