import type { Database } from '../database/database.ts';

/** Rows that one statement deletes at most. */
const BATCH = 500;

/** Deletes the idempotency keys that have expired; resolves with their number. With `dryRun` it only counts them. */
export async function purgeIdempotencyKeys(sql: Database, dryRun: boolean): Promise<number> {
  if (dryRun) {
    const [row] = await sql<{ keys: number }[]>`
      select count(*)::int as keys from idempotency_keys where expires_at <= now()`;
    return row?.keys ?? 0;
  }
  for (let total = 0; ; ) {
    const { count } = await sql`
      delete from idempotency_keys where (user_id, key) in (
        select user_id, key from idempotency_keys where expires_at <= now() limit ${BATCH} for update skip locked)`;
    total += count;
    if (count < BATCH) return total;
  }
}
