import type { Database } from '../database/database.ts';

/** Rows that one statement deletes at most. */
const BATCH = 5_000;

/**
 * Deletes deliveries that have ended and are older than `before`, and events without a delivery that are.
 *
 * @returns how many deliveries
 */
export async function purgeWebhooks(
  sql: Database,
  { before, dryRun }: { readonly before: Date; readonly dryRun: boolean },
): Promise<number> {
  if (dryRun) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from webhook_deliveries where created_at < ${before} and state <> 'pending'`;
    return row?.count ?? 0;
  }
  const deliveries = await inBatches(async () => {
    const { count } = await sql`
      delete from webhook_deliveries where id in (
        select id from webhook_deliveries where created_at < ${before} and state <> 'pending' limit ${BATCH}
      )`;
    return count;
  });
  await inBatches(async () => {
    const { count } = await sql`
      delete from webhook_events where id in (
        select e.id from webhook_events e
        where e.created_at < ${before} and not exists (select from webhook_deliveries d where d.event_id = e.id)
        limit ${BATCH}
      )`;
    return count;
  });
  return deliveries;
}

async function inBatches(deleteSome: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const count = await deleteSome();
    total += count;
    if (count < BATCH) return total;
  }
}
