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

export type EnvironmentFields = Pick<
  EnvironmentRow,
  'name' | 'sortOrder' | 'privateAttributes' | 'allowedOrigins'
>;

const columns = (sql: Queryable) => sql`
  id, key, name, sort_order as "sortOrder", private_attributes as "privateAttributes",
  allowed_origins as "allowedOrigins", version,
  created_at as "createdAt"`;

/** Inserts an environment at version 1, without flags. */
export async function insertEnvironment(
  tx: Transaction,
  projectId: string,
  environment: EnvironmentFields & { readonly key: string },
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

export async function updateEnvironment(
  tx: Transaction,
  id: string,
  environment: EnvironmentFields,
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

/** Marks the environment as deleted. */
export async function deleteEnvironment(tx: Transaction, id: string): Promise<void> {
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

/** Live environments by sort order; a project has few enough for one page. */
export async function listEnvironments(
  sql: Queryable,
  projectId: string,
): Promise<readonly EnvironmentRow[]> {
  return sql<EnvironmentRow[]>`
    select ${columns(sql)} from environments
    where project_id = ${projectId} and deleted_at is null
    order by sort_order, created_at, id`;
}
