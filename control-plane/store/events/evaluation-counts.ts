import type { Queryable } from '../database/transaction.ts';

/** Variations that are counted apart, those with the most evaluations; the others are counted together. */
const MAX_VARIATIONS = 100;

export interface CountedFlag {
  readonly environmentId: string;
  readonly flagKey: string;
  /** Evaluations before this time are of another flag that had its key. */
  readonly createdAt: Date;
}

/** The evaluations of one variation in one hour. */
export interface HourlyCount {
  /** `null`: no variation was served. `undefined`: variations that are not counted apart. */
  readonly variationKey: string | null | undefined;
  /** The start of the hour. */
  readonly hour: Date;
  readonly evaluations: number;
}

export interface CountedHours {
  /** The start of the first and of the last hour. */
  readonly first: Date;
  readonly last: Date;
  /** By variation, the most evaluated first, then by hour. Hours without evaluations are missing. */
  readonly counts: readonly HourlyCount[];
}

/**
 * Counts the recorded evaluations of a flag by variation and hour.
 *
 * @param until a time in the last hour; by Postgres' clock now, if absent
 * @param hours the number of hours that end with it
 */
export async function countEvaluations(
  sql: Queryable,
  { environmentId, flagKey, createdAt }: CountedFlag,
  hours: number,
  until: Date | undefined,
): Promise<CountedHours> {
  const [range] = await sql<Pick<CountedHours, 'first' | 'last'>[]>`
    select last, last - make_interval(hours => ${hours - 1}) as first
    from date_trunc('hour', coalesce(${until ?? null}::timestamptz, now()), 'UTC') as last`;
  if (range === undefined) throw new Error('a query that always returns a row returned none');
  const rows = await sql<{ variation: string | null; hour: Date; evaluations: number }[]>`
    with counted as materialized (
      select variation_key, hour, sum(evaluations) as evaluations
      from evaluation_rollups
      where environment_id = ${environmentId} and flag_key = ${flagKey}
        and hour between greatest(${range.first}, date_trunc('hour', ${createdAt}::timestamptz, 'UTC')) and ${range.last}
      group by variation_key, hour
    ),
    ranked as (
      select variation_key, row_number() over (order by sum(evaluations) desc, variation_key) as rank
      from counted group by variation_key
    ),
    placed as (
      select case when rank <= ${MAX_VARIATIONS} then variation_key end as variation,
        least(rank, ${MAX_VARIATIONS + 1}) as place, hour, evaluations
      from counted join ranked using (variation_key)
    )
    select variation, hour, sum(evaluations)::float8 as evaluations
    from placed
    group by place, variation, hour
    order by place, hour`;
  const counts = rows.map(({ variation, hour, evaluations }) => ({
    variationKey: variation === null ? undefined : variation === '' ? null : variation,
    hour,
    evaluations,
  }));
  return { ...range, counts };
}
