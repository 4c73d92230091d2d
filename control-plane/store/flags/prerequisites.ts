import type { PrerequisiteFlag } from '../../model/configuration.ts';
import type { PrerequisiteUse } from '../../model/references.ts';
import type { Queryable } from '../database/transaction.ts';

/** By flag key, the keys of the prerequisites in one environment. Includes archived flags, but not deleted ones. */
export async function prerequisiteReferences(
  sql: Queryable,
  environmentId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ flag: string; required: string[] }[]>`
    select f.key as flag, array_agg(n.key) as required
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id and fe.environment_id = ${environmentId}
    join flags f on f.id = fe.flag_id and f.deleted_at is null
    join flags n on n.id = p.prerequisite_flag_id
    group by f.key`;
  return new Map(rows.map((row) => [row.flag, row.required]));
}

/** The flags with these keys as prerequisites see them, by key. Unknown and deleted flags are missing. */
export async function findPrerequisiteFlags(
  sql: Queryable,
  { projectId, environmentId }: { readonly projectId: string; readonly environmentId: string },
  keys: readonly string[],
): Promise<ReadonlyMap<string, PrerequisiteFlag>> {
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

/** What live flags require of these flags (ids) in live environments; at most `limit`, all by default. */
export async function prerequisiteUses(
  sql: Queryable,
  flagIds: readonly string[],
  limit: number | null = null,
): Promise<readonly PrerequisiteUse[]> {
  if (flagIds.length === 0) return [];
  return sql<PrerequisiteUse[]>`
    select f.key as "flagKey", e.key as "environmentKey", f.archived, n.key as "requiredKey",
      ${requiredVariations(sql)} as variations
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id
    join flags f on f.id = fe.flag_id and f.deleted_at is null
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    join flags n on n.id = p.prerequisite_flag_id
    where p.prerequisite_flag_id = any(${[...flagIds]})
    order by f.key, e.sort_order, e.key
    limit ${limit}`;
}

/** What these flags (ids) require of archived flags in live environments. */
export async function archivedPrerequisites(
  sql: Queryable,
  flagIds: readonly string[],
): Promise<readonly PrerequisiteUse[]> {
  if (flagIds.length === 0) return [];
  return sql<PrerequisiteUse[]>`
    select f.key as "flagKey", e.key as "environmentKey", f.archived, n.key as "requiredKey",
      ${requiredVariations(sql)} as variations
    from flag_prerequisites p
    join flag_environments fe on fe.id = p.flag_environment_id and fe.flag_id = any(${[...flagIds]})
    join flags f on f.id = fe.flag_id
    join flags n on n.id = p.prerequisite_flag_id and n.archived
    join environments e on e.id = fe.environment_id and e.deleted_at is null
    order by n.key, e.sort_order, e.key`;
}

const requiredVariations = (sql: Queryable) => sql`
  array(
    select v.key from flag_prerequisite_variations pv
    join flag_variations v on v.id = pv.variation_id
    where pv.prerequisite_id = p.id
    order by v.key
  )`;

/** Deletes the prerequisites of deleted flags that require one of these variations: they have no effect. */
export async function deletePrerequisitesOfDeletedFlags(
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
