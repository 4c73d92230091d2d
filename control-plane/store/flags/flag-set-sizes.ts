import type { FlagSetSize } from '../../model/flag-set-size.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** The size of the flag sets of environments, by environment id. One sum over rows that hold their own size. */
export async function readFlagSetSizes(
  sql: Queryable,
  environmentIds: readonly string[],
): Promise<ReadonlyMap<string, FlagSetSize>> {
  const rows = await sql<(FlagSetSize & { environmentId: string })[]>`
    with live as (
      select fe.environment_id, count(*)::int as flags, sum(fe.rule_count)::int as rules,
        sum(fe.condition_count)::int as conditions, sum(fe.value_count)::int as values,
        sum(fe.byte_count)::float8 as bytes
      from flag_environments fe
      join flags f on f.id = fe.flag_id and not f.archived and f.deleted_at is null
      where fe.environment_id = any(${[...environmentIds]})
      group by fe.environment_id
    ), shared as (
      select project_id, count(*)::int as segments, sum(rule_count)::int as rules,
        sum(condition_count)::int as conditions, sum(value_count)::int as values, sum(byte_count)::float8 as bytes
      from segments
      where deleted_at is null
        and project_id in (select project_id from environments where id = any(${[...environmentIds]}))
      group by project_id
    )
    select e.id as "environmentId", coalesce(l.flags, 0) as flags, coalesce(s.segments, 0) as segments,
      coalesce(l.rules, 0) + coalesce(s.rules, 0) as rules,
      coalesce(l.conditions, 0) + coalesce(s.conditions, 0) as conditions,
      coalesce(l.values, 0) + coalesce(s.values, 0) as values,
      coalesce(l.bytes, 0) + coalesce(s.bytes, 0) as bytes
    from environments e
    left join live l on l.environment_id = e.id
    left join shared s on s.project_id = e.project_id
    where e.id = any(${[...environmentIds]})`;
  return new Map(rows.map(({ environmentId, ...size }) => [environmentId, size]));
}

/** The size of a flag as it was measured last: in one environment, or the largest of all. */
export async function readFlagSize(
  sql: Queryable,
  flagId: string,
  environmentId?: string,
): Promise<FlagSetSize> {
  const rows = await sql<FlagSetSize[]>`
    select 1 as flags, 0 as segments, max(rule_count) as rules, max(condition_count) as conditions,
      max(value_count) as values, max(byte_count) as bytes
    from flag_environments where ${configurationsOf(sql, flagId, environmentId)}`;
  return singleRow(rows);
}

/** Measures a flag, in one environment or in all, and reads its size. */
export async function measureFlag(
  tx: Transaction,
  flagId: string,
  environmentId?: string,
): Promise<FlagSetSize> {
  await tx`
    select measure_flag_environments(
      array(select id from flag_environments where ${configurationsOf(tx, flagId, environmentId)})
    )`;
  return readFlagSize(tx, flagId, environmentId);
}

const configurationsOf = (sql: Queryable, flagId: string, environmentId: string | undefined) => sql`
  flag_id = ${flagId} ${environmentId === undefined ? sql`` : sql`and environment_id = ${environmentId}`}`;

/** Measures every configuration of an environment. */
export async function measureEnvironment(tx: Transaction, environmentId: string): Promise<void> {
  await tx`
    select measure_flag_environments(
      array(select id from flag_environments where environment_id = ${environmentId})
    )`;
}

/** The size of one segment; the database keeps it. */
export async function readSegmentSize(sql: Queryable, segmentId: string): Promise<FlagSetSize> {
  const rows = await sql<FlagSetSize[]>`
    select 0 as flags, 1 as segments, rule_count as rules, condition_count as conditions,
      value_count as values, byte_count as bytes
    from segments where id = ${segmentId}`;
  return singleRow(rows);
}
