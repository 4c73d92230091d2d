import type { Database } from '../database/database.ts';

/** Rows that one statement deletes at most. */
const BATCH = 500;

/** How many sessions and links for signing in have expired. */
export interface PurgedSignIns {
  readonly sessions: number;
  readonly signInLinks: number;
}

/** Deletes the sessions and the links for signing in that have expired. With `dryRun` it only counts them. */
export async function purgeSessions(sql: Database, dryRun: boolean): Promise<PurgedSignIns> {
  return {
    sessions: await purge(
      sql,
      dryRun,
      sql`sessions`,
      sql`expires_at <= now() or last_used_at + make_interval(secs => idle_seconds) <= now()`,
    ),
    signInLinks: await purge(sql, dryRun, sql`sign_in_links`, sql`expires_at <= now()`),
  };
}

type Fragment = ReturnType<Database>;

async function purge(sql: Database, dryRun: boolean, table: Fragment, hasExpired: Fragment): Promise<number> {
  if (dryRun) {
    const [row] = await sql<
      { count: number }[]
    >`select count(*)::int as count from ${table} where ${hasExpired}`;
    return row?.count ?? 0;
  }
  for (let total = 0; ; ) {
    const { count } = await sql`
      delete from ${table} where id in (
        select id from ${table} where ${hasExpired} limit ${BATCH} for update skip locked)`;
    total += count;
    if (count < BATCH) return total;
  }
}
