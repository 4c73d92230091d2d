import { lowestUuidV7 } from '../../../shared/events/uuid-v7.ts';
import type { Database } from '../database/database.ts';

/** An arbitrary number that no other program on this database uses for an advisory lock. */
export const PARTITION_LOCK = 5_076_414_128;
const MONTHS_AHEAD = 2;

interface Partition {
  readonly table: string;
  /** The lowest id of the partition, and the lowest id of the next one. */
  readonly from: string;
  readonly to: string;
}

/**
 * Creates the missing monthly partitions of `evaluation_events`, from last month to two months ahead.
 *
 * An event whose partition is missing is stored in the default partition, and moves when its partition is created.
 * Several processes may call this at the same time: an advisory lock serialises them.
 *
 * @returns the names of the created tables
 * @throws Error if a lock is not granted in time; then nothing changes, and a later call creates the partitions
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
      // DDL takes no parameters. Names and bounds are computed from numbers, so they need no quoting.
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

/** The partitions for events around a point in time. */
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
