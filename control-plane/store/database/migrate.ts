import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ISql, Sql } from 'postgres';

/** Any number, as long as no other program on this database uses it for an advisory lock. */
const MIGRATION_LOCK = 5_076_414_127;
const LOCK_PAUSE_MS = 250;
/** How often a process that waits for the migrations of another one logs it. */
const WAIT_REPORTED_EVERY_MS = 30_000;

export interface MigrateOptions {
  /** Default: the folder of this release. */
  readonly folder?: string;
  /** Another process migrates this database. Called when the wait begins, and again while it lasts. */
  readonly onWaiting?: (waitedMs: number) => void;
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Applies the migrations that this database does not have yet, in order of their number.
 *
 * Several control planes may start at the same time: an advisory lock lets one of them migrate while the others wait,
 * without limit. Each file runs in its own transaction together with its entry in `schema_migrations`, so a failed migration
 * changes nothing. Lock and timeouts belong to that transaction: a pooler in transaction mode needs no state of a session.
 * If there is nothing to apply, this only reads, so the account needs no right to create tables. Entries that this release
 * does not know are ignored: a newer control plane may run beside this one.
 *
 * @returns the names of the files that were applied
 * @throws Error with the name of the file that failed, or that was changed after it had been applied
 */
export async function migrate(sql: Sql, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { folder = findMigrations(), onWaiting = () => {} } = options;
  const migrations = await readMigrations(folder);
  let missing = missingFrom(migrations, await readApplied(sql));
  const applied: string[] = [];
  let waitedMs = 0;
  while (missing.length > 0) {
    const name = await applyNext(sql, migrations);
    if (name === 'locked') {
      if (waitedMs % WAIT_REPORTED_EVERY_MS === 0) onWaiting(waitedMs);
      await sleep(LOCK_PAUSE_MS);
      waitedMs += LOCK_PAUSE_MS;
    } else if (name !== undefined) applied.push(name);
    missing = missingFrom(migrations, await readApplied(sql));
  }
  return applied;
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${folder}/${name}`, 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** The checksums of the applied migrations by name. */
async function readApplied(sql: ISql): Promise<ReadonlyMap<string, string>> {
  const [table] = await sql<{ exists: boolean }[]>`
    select to_regclass('schema_migrations') is not null as exists`;
  if (!table?.exists) return new Map();
  const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from schema_migrations`;
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function missingFrom(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): readonly Migration[] {
  return migrations.filter(({ name, checksum }) => {
    const known = applied.get(name);
    if (known !== undefined && known !== checksum) {
      throw new Error(
        `Migration ${name} was changed after it had been applied; add a new migration instead.`,
      );
    }
    return known === undefined;
  });
}

/**
 * Applies the first migration that is missing.
 *
 * @returns its name; `undefined` if none is missing, `locked` if another process migrates
 */
async function applyNext(sql: Sql, migrations: readonly Migration[]): Promise<string | undefined> {
  return sql.begin(async (tx) => {
    // A migration may take any time, whatever the account's own limits.
    await tx`
      select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '0', true)`;
    const [lock] = await tx<{ granted: boolean }[]>`
      select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as granted`;
    if (!lock?.granted) return 'locked';
    const [next] = missingFrom(migrations, await readApplied(tx));
    if (next === undefined) return undefined;
    try {
      await tx`
        create table if not exists schema_migrations (
          name text primary key, checksum text not null, applied_at timestamptz not null default now()
        )`;
      // One script of the simple query protocol, so that it may contain several statements.
      await tx.unsafe(next.text).simple();
      await tx`insert into schema_migrations (name, checksum) values (${next.name}, ${next.checksum})`;
    } catch (error) {
      throw new Error(`Migration ${next.name} failed and was rolled back: ${String(error)}`, {
        cause: error,
      });
    }
    return next.name;
  });
}

/**
 * The nearest `migrations` folder above this module: it is beside the sources, and in `dist/` beside the built files.
 */
function findMigrations(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const migrations = join(folder, 'migrations');
    if (existsSync(migrations)) return migrations;
    if (folder === dirname(folder))
      throw new Error('the folder "migrations" is missing beside the control plane');
  }
}
