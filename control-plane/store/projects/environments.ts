import { jsonText, singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface EnvironmentRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly sortOrder: number;
  readonly privateAttributes: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly version: number;
  readonly createdAt: Date;
}

export type EnvironmentText = Pick<
  EnvironmentRow,
  'name' | 'sortOrder' | 'privateAttributes' | 'allowedOrigins'
>;

const columns = (sql: Queryable) => sql`
  id, key, name, sort_order as "sortOrder", private_attributes as "privateAttributes",
  allowed_origins as "allowedOrigins", version,
  created_at as "createdAt"`;

/** A new environment at version 1, without flags. */
export async function insertEnvironment(
  tx: Transaction,
  projectId: string,
  environment: EnvironmentText & { readonly key: string },
): Promise<EnvironmentRow> {
  const { key, name, sortOrder, privateAttributes, allowedOrigins } = environment;
  const row = singleRow(
    await tx<EnvironmentRow[]>`
      insert into environments (project_id, key, name, sort_order, private_attributes, allowed_origins)
      values (${projectId}, ${key}, ${name}, ${sortOrder}, ${jsonText(privateAttributes)}::text::jsonb,
        ${jsonText(allowedOrigins)}::text::jsonb)
      returning ${columns(tx)}`,
  );
  await tx`insert into environment_versions (environment_id, version) values (${row.id}, ${row.version})`;
  return row;
}

/**
 * Gives every flag of the project a configuration in a new environment, and every segment a version.
 *
 * Variations and default value come from the project's first environment (or, where none is left, from
 * the one deleted last); the flag is off, and a boolean one has a fallthrough serving its true variation.
 *
 * @param fallthroughPriority of that fallthrough
 */
export async function populateEnvironment(
  tx: Transaction,
  projectId: string,
  environment: { readonly id: string; readonly version: number },
  userId: string,
  fallthroughPriority: number,
): Promise<void> {
  await tx`
    with source as (
      select distinct on (f.id) fe.id, f.id as flag_id, f.type, fe.default_value
      from flags f
      join flag_environments fe on fe.flag_id = f.id
      join environments e on e.id = fe.environment_id
      where f.project_id = ${projectId} and f.deleted_at is null
      order by f.id, e.deleted_at desc nulls first, e.sort_order, e.created_at, e.id
    ), target as (
      insert into flag_environments (flag_id, environment_id, default_value, version, updated_by)
      select flag_id, ${environment.id}, default_value, ${environment.version}, ${userId} from source
      returning id, flag_id
    ), variation as (
      insert into flag_variations (flag_environment_id, key, value, name, description, sort_order)
      select t.id, v.key, v.value, v.name, v.description, v.sort_order
      from target t
      join source s on s.flag_id = t.flag_id
      join flag_variations v on v.flag_environment_id = s.id
      returning id, flag_environment_id, value, sort_order
    )
    insert into targeting_rules (flag_environment_id, priority, description, variation_id_or_rollout)
    select distinct on (t.id) t.id, ${fallthroughPriority}, 'Everybody', jsonb_build_object('variationId', v.id)
    from target t
    join source s on s.flag_id = t.flag_id and s.type = 'boolean'
    join variation v on v.flag_environment_id = t.id and v.value = 'true'
    order by t.id, v.sort_order`;
  await tx`
    insert into segment_environments (segment_id, environment_id, version)
    select id, ${environment.id}, ${environment.version} from segments
    where project_id = ${projectId} and deleted_at is null`;
}

export async function updateEnvironment(
  tx: Transaction,
  id: string,
  environment: EnvironmentText,
): Promise<EnvironmentRow> {
  const rows = await tx<EnvironmentRow[]>`
    update environments set
      name = ${environment.name}, sort_order = ${environment.sortOrder},
      private_attributes = ${jsonText(environment.privateAttributes)}::text::jsonb,
      allowed_origins = ${jsonText(environment.allowedOrigins)}::text::jsonb
    where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Leaves a tombstone, and revokes the keys that open nothing else. */
export async function deleteEnvironment(tx: Transaction, id: string): Promise<void> {
  await tx`update sdk_keys set revoked_at = now() where environment_id = ${id} and revoked_at is null`;
  await tx`update environments set deleted_at = now() where id = ${id}`;
}

export async function findEnvironment(
  sql: Queryable,
  projectId: string,
  key: string,
): Promise<EnvironmentRow | undefined> {
  const [row] = await sql<EnvironmentRow[]>`
    select ${columns(sql)} from environments
    where project_id = ${projectId} and key = ${key} and deleted_at is null`;
  return row;
}

/** Live environments in their order; there are few enough for one page. */
export async function listEnvironments(
  sql: Queryable,
  projectId: string,
): Promise<readonly EnvironmentRow[]> {
  return sql<EnvironmentRow[]>`
    select ${columns(sql)} from environments
    where project_id = ${projectId} and deleted_at is null
    order by sort_order, created_at, id`;
}
