import type { Queryable } from '../database/transaction.ts';

/** Readers of an environment that say the same about themselves, and lack a protocol feature. */
export interface UnsupportingReaders {
  readonly environmentId: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly region: string | null;
  /** What they understand. */
  readonly features: readonly string[];
  readonly streams: number;
}

/** Readers that were last seen, or left, longer ago do not count. */
export const RECENT_SECONDS = 60;
const MAX_GROUPS = 500;

/** The readers of environments, connected or seen recently, that lack any of these features. */
export async function findUnsupportingReaders(
  sql: Queryable,
  projectId: string,
  environmentIds: readonly string[],
  features: readonly string[],
): Promise<readonly UnsupportingReaders[]> {
  return sql<UnsupportingReaders[]>`
    select environment_id as "environmentId", name, version, region, features, sum(streams)::int as streams
    from stream_readers
    where project_id = ${projectId} and environment_id = any(${[...environmentIds]}::uuid[])
      and not features @> ${[...features]}::text[]
      and coalesce(left_at, seen_at) > now() - make_interval(secs => ${RECENT_SECONDS})
    group by environment_id, name, version, region, features
    order by environment_id, name, version, region, features
    limit ${MAX_GROUPS}`;
}
