import type { Queryable } from '../database/transaction.ts';

/** Which live flags of a project. */
export interface FlagSelection {
  readonly projectId: string;
  /** Only flags with one of these keys. */
  readonly keys?: readonly string[] | undefined;
  /** Only flags with at least one of these tags. */
  readonly tags?: readonly string[] | undefined;
}

/** The keys of selected flags that are not archived, in their order. @param after the key of the last flag before them */
export async function listSelectedFlagKeys(
  sql: Queryable,
  { projectId, keys, tags }: FlagSelection,
  limit: number,
  after: string | undefined,
): Promise<readonly string[]> {
  const rows = await sql<{ key: string }[]>`
    select key from flags
    where project_id = ${projectId} and deleted_at is null and not archived
      ${keys === undefined ? sql`` : sql`and key = any(${[...keys]})`}
      ${tags === undefined ? sql`` : sql`and tags ?| ${[...tags]}::text[]`}
      ${after === undefined ? sql`` : sql`and key > ${after}`}
    order by key
    limit ${limit}`;
  return rows.map(({ key }) => key);
}

interface SwitchQuery {
  readonly flagIds: readonly string[];
  readonly environmentIds: readonly string[];
  /** What they would become. */
  readonly enabled: boolean;
}

/** The configurations that are off and would be on, or the other way round: by flag, then by environment. */
export async function listConfigurationsToSwitch(
  sql: Queryable,
  { flagIds, environmentIds, enabled }: SwitchQuery,
): Promise<readonly { readonly flagKey: string; readonly environmentKey: string }[]> {
  return sql<{ flagKey: string; environmentKey: string }[]>`
    select f.key as "flagKey", e.key as "environmentKey"
    from flag_environments fe
    join flags f on f.id = fe.flag_id
    join environments e on e.id = fe.environment_id
    where fe.flag_id = any(${[...flagIds]}::uuid[]) and fe.environment_id = any(${[...environmentIds]}::uuid[])
      and fe.enabled <> ${enabled}
    order by f.key, e.sort_order, e.key`;
}
