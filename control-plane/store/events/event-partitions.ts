import { lowestUuidV7 } from '../../../shared/events/uuid-v7.ts';
import type { Database } from '../database/database.ts';

/** Any number, as long as no other program on this database uses it for an advisory lock. */
const PARTITION_LOCK = 5_076_414_128;
const MONTHS_AHEAD = 2;

interface Partition {
  readonly table: string;
  /** The lowest id that belongs into it, and the lowest that does not any more. */
  readonly from: string;
  readonly to: string;
}

/**
 * Makes the monthly partitions of `evaluation_events` that are missing: last month's to that of two months ahead.
 *
 * Events are never lost for want of one: they go to the default partition, and move here when theirs is made.
 * Any number of processes may call it at once; an advisory lock lets them go one by one.
 *
 * @returns the names of the tables made now
 * @throws Error where a lock cannot be had soon; nothing is changed then, and a later call makes up for it
 */
export async function ensureEventPartitions(sql: Database, nowMs: number): Promise<readonly string[]> {
  return sql.begin(async (transaction) => {
    await transaction`set local lock_timeout = '5s'`;
    await transaction`select pg_advisory_xact_lock(${PARTITION_LOCK})`;
    const rows = await transaction<{ name: string }[]>`
      select child.relname as name
      from pg_inherits
      join pg_class child on child.oid = inhrelid
      where inhparent = 'evaluation_events'::regclass`;
    const existing = new Set(rows.map((row) => row.name));
    const missing = partitionsAround(nowMs).filter(({ table }) => !existing.has(table));
    for (const { table, from, to } of missing) {
      // Names and bounds are made from numbers here; DDL takes no parameters.
      await transaction.unsafe(`create table ${table} (like evaluation_events including all)`);
      await transaction.unsafe(`lock table evaluation_events_default in access exclusive mode`);
      await transaction.unsafe(
        `with moved as (
          delete from evaluation_events_default where event_id >= '${from}' and event_id < '${to}' returning *
        ) insert into ${table} select * from moved`,
      );
      await transaction.unsafe(
        `alter table evaluation_events attach partition ${table} for values from ('${from}') to ('${to}')`,
      );
    }
    return missing.map(({ table }) => table);
  });
}

/** The partitions that events around a moment belong to. */
export function partitionsAround(nowMs: number): readonly Partition[] {
  const now = new Date(nowMs);
  const month = (offset: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1);
  const offsets = Array.from({ length: MONTHS_AHEAD + 2 }, (_, index) => index - 1);
  return offsets.map((offset) => ({
    table: `evaluation_events_${new Date(month(offset)).toISOString().slice(0, 7).replace('-', '_')}`,
    from: lowestUuidV7(month(offset)),
    to: lowestUuidV7(month(offset + 1)),
  }));
}
