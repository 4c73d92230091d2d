import type { Queryable } from '../database/transaction.ts';

/** Who needs whom in one environment, by flag key; archived flags included, deleted ones not. */
export async function prerequisiteEdges(
  sql: Queryable,
  environmentId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ flag: string; needs: string[] }[]>`
    select f.key as flag, array_agg(n.key) as needs
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id and fe.environment_id = ${environmentId}
    join flags f on f.id = fe.flag_id and f.deleted_at is null
    join flags n on n.id = p.prerequisite_flag_id
    group by f.key`;
  return new Map(rows.map((row) => [row.flag, row.needs]));
}

export interface FlagOutline {
  readonly archived: boolean;
  readonly variationKeys: ReadonlySet<string>;
}

/** What may be required of these flags in an environment, by key; unknown and deleted ones are left out. */
export async function outlineFlags(
  sql: Queryable,
  environmentId: string,
  projectId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, FlagOutline>> {
  if (keys.length === 0) return new Map();
  const rows = await sql<{ key: string; archived: boolean; variations: string[] }[]>`
    select f.key, f.archived,
      array(select v.key from flag_variations v where v.flag_environment_id = fe.id) as variations
    from flags f
    join flag_environments fe on fe.flag_id = f.id and fe.environment_id = ${environmentId}
    where f.project_id = ${projectId} and f.deleted_at is null and f.key = any(${[...keys]})`;
  return new Map(
    rows.map((row) => [row.key, { archived: row.archived, variationKeys: new Set(row.variations) }]),
  );
}

/** A flag that needs another one, and where. */
export interface Dependent {
  readonly flagKey: string;
  readonly environmentKey: string;
  readonly archived: boolean;
}

/** The live flags of live environments that have this flag as a prerequisite. */
export async function dependentsOfFlag(sql: Queryable, flagId: string): Promise<readonly Dependent[]> {
  return sql<Dependent[]>`
    select f.key as "flagKey", e.key as "environmentKey", f.archived
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id
    join flags f on f.id = fe.flag_id and f.deleted_at is null
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    where p.prerequisite_flag_id = ${flagId}
    order by f.key, e.sort_order, e.key`;
}

/** Archived prerequisites of a flag, per live environment. */
export async function archivedPrerequisites(sql: Queryable, flagId: string): Promise<readonly Dependent[]> {
  return sql<Dependent[]>`
    select n.key as "flagKey", e.key as "environmentKey", n.archived
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id and fe.flag_id = ${flagId}
    join flags n on n.id = p.prerequisite_flag_id and n.archived
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    order by n.key, e.sort_order, e.key`;
}

/** The live flags that require one of these variations (ids), with the variation's key. */
export async function dependentsOfVariations(
  sql: Queryable,
  variationIds: readonly string[],
): Promise<readonly { readonly flagKey: string; readonly variationKey: string }[]> {
  if (variationIds.length === 0) return [];
  return sql<{ flagKey: string; variationKey: string }[]>`
    select f.key as "flagKey", v.key as "variationKey"
    from flag_prerequisite_variations pv
    join flag_variations v on v.id = pv.variation_id
    join flag_prerequisites p on p.id = pv.prerequisite_id
    join flag_environments fe on fe.id = p.flag_environment_id
    join flags f on f.id = fe.flag_id and f.deleted_at is null
    where pv.variation_id = any(${[...variationIds]})
    order by f.key, v.key`;
}

/** Removes what deleted flags require of these variations: nobody is answered by it any more. */
export async function forgetDeletedDependents(
  sql: Queryable,
  variationIds: readonly string[],
): Promise<void> {
  await sql`
    delete from flag_prerequisites p
    using flag_environments fe, flags f
    where fe.id = p.flag_environment_id and f.id = fe.flag_id and f.deleted_at is not null
      and exists (
        select from flag_prerequisite_variations pv
        where pv.prerequisite_id = p.id and pv.variation_id = any(${[...variationIds]})
      )`;
}
