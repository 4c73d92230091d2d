import { lowestUuidV7 } from '../../../shared/events/uuid-v7.ts';
import type { Database } from '../database/database.ts';
import { PARTITION_LOCK } from '../events/event-partitions.ts';

/** Rows of the default partition that one statement deletes at most. */
const BATCH = 5_000;

export interface PurgedEvents {
  /** Monthly partitions that are dropped. */
  readonly partitions: readonly string[];
  /** Events of the default partition. */
  readonly events: number;
}

/**
 * Drops the monthly partitions whose events are all older than `before`: detached first, so that readers of the table wait
 * for a moment only. Deletes such events from the default partition in batches. Hourly counts stay.
 *
 * @throws Error if a lock is not granted in time; then a later call goes on
 */
export async function purgeEvents(
  sql: Database,
  { before, dryRun }: { readonly before: Date; readonly dryRun: boolean },
): Promise<PurgedEvents> {
  const limit = lowestUuidV7(before.getTime());
  if (dryRun) {
    const [row] = await sql<{ events: number }[]>`
      select count(*)::int as events from evaluation_events_default where event_id < ${limit}`;
    return { partitions: oldPartitions(await listPartitions(sql), before), events: row?.events ?? 0 };
  }
  const partitions: string[] = [];
  for (const table of oldPartitions(await listPartitions(sql), before)) {
    if (await dropPartition(sql, table)) partitions.push(table);
  }
  let events = 0;
  for (;;) {
    const { count } = await sql`
      delete from evaluation_events_default where event_id in (
        select event_id from evaluation_events_default where event_id < ${limit} limit ${BATCH}
      )`;
    events += count;
    if (count < BATCH) return { partitions, events };
  }
}

async function listPartitions(sql: Database): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent = 'evaluation_events'::regclass
    order by child.relname`;
  return rows.map(({ name }) => name);
}

/** @returns whether it still existed */
async function dropPartition(sql: Database, table: string): Promise<boolean> {
  const wrapped = await sql.begin(async (tx) => {
    await tx`set local lock_timeout = '5s'`;
    await tx`select pg_advisory_xact_lock(${PARTITION_LOCK})`;
    const [row] = await tx<{ attached: boolean }[]>`
      select exists (
        select from pg_inherits where inhrelid = to_regclass(${table}) and inhparent = 'evaluation_events'::regclass
      ) as attached`;
    if (!row?.attached) return { dropped: false };
    // DDL takes no parameters. The name consists of lower-case letters, digits and underscores.
    await tx.unsafe(`alter table evaluation_events detach partition ${table}`);
    await tx.unsafe(`drop table ${table}`);
    return { dropped: true };
  });
  return wrapped.dropped;
}

/** The monthly partitions that end before that time. */
function oldPartitions(names: readonly string[], before: Date): readonly string[] {
  return names.filter((name) => {
    const { year, month } = /^evaluation_events_(?<year>\d{4})_(?<month>\d{2})$/.exec(name)?.groups ?? {};
    return year !== undefined && Date.UTC(Number(year), Number(month), 1) <= before.getTime();
  });
}
