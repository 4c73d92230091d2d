import type { FlagSetSize } from '../../model/flag-set-size.ts';
import { sendNow } from '../database/statements-together.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** The flags and segments (ids) whose share of the flag sets is asked for. */
export interface SizedParts {
  readonly flagIds: readonly string[];
  readonly segmentIds: readonly string[];
}

/**
 * The size of the flag sets of environments, by environment id: sums over rows that hold their own size. Each environment has a
 * sum of its own, because the plan of one for any list would read the whole table.
 *
 * @param parts only what these flags and segments contribute, as far as readers get them
 */
export async function readFlagSetSizes(
  sql: Queryable,
  environmentIds: readonly string[],
  parts?: SizedParts,
): Promise<ReadonlyMap<string, FlagSetSize>> {
  const rows = await sql<(FlagSetSize & { environmentId: string })[]>`
    with live as (
      select sized.id as environment_id, s.*
      from unnest(${[...environmentIds]}::uuid[]) as sized (id)
      cross join lateral (
        select count(*)::int as flags, sum(fe.rule_count)::int as rules,
          sum(fe.condition_count)::int as conditions, sum(fe.value_count)::int as values,
          sum(fe.byte_count)::float8 as bytes
        from flag_environments fe
        join flags f on f.id = fe.flag_id and not f.archived and f.deleted_at is null
        where fe.environment_id = sized.id
          ${parts === undefined ? sql`` : sql`and fe.flag_id = any(${[...parts.flagIds]})`}
      ) s
    ), shared as (
      select project_id, count(*)::int as segments, sum(rule_count)::int as rules,
        sum(condition_count)::int as conditions, sum(value_count)::int as values, sum(byte_count)::float8 as bytes
      from segments
      where deleted_at is null
        ${parts === undefined ? sql`` : sql`and id = any(${[...parts.segmentIds]})`}
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

/** Measures the configurations of flags in these environments. The sizes of segments are kept by the database. */
export async function measureFlags(
  tx: Transaction,
  flagIds: readonly string[],
  environmentIds: readonly string[],
): Promise<void> {
  if (flagIds.length === 0) return;
  await sendNow(tx`
    select measure_flag_environments(array(
      select id from flag_environments
      where flag_id = any(${[...flagIds]}) and environment_id = any(${[...environmentIds]})
    ))`);
}
