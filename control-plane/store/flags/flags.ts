import type { FlagMetadata } from '../../../shared/model/flag-metadata.ts';
import type { FlagType } from '../../../shared/model/flag-set.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable } from '../database/transaction.ts';

export interface FlagRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: FlagType;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly clientSide: boolean;
  readonly metadata: FlagMetadata;
  readonly jsonSchema: JsonObject | null;
  readonly archived: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type FlagFields = Pick<
  FlagRow,
  'name' | 'description' | 'tags' | 'owner' | 'clientSide' | 'metadata' | 'jsonSchema'
>;

/** The columns of a {@link FlagRow}. */
export const flagColumns = (sql: Queryable) => sql`
  id, key, name, description, type, tags, owner, client_side as "clientSide", metadata,
  json_schema as "jsonSchema", archived,
  created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt"`;

export async function findFlag(sql: Queryable, projectId: string, key: string): Promise<FlagRow | undefined> {
  const [row] = await sql<FlagRow[]>`
    select ${flagColumns(sql)} from flags
    where project_id = ${projectId} and key = ${key} and deleted_at is null`;
  return row;
}

/** The live flags with these keys, by key. */
export async function findFlags(
  sql: Queryable,
  projectId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, FlagRow>> {
  if (keys.length === 0) return new Map();
  const rows = await sql<FlagRow[]>`
    select ${flagColumns(sql)} from flags
    where project_id = ${projectId} and key = any(${[...keys]}) and deleted_at is null`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** The keys of the live flags, archived ones too, in their order. */
export async function listFlagKeys(sql: Queryable, projectId: string): Promise<readonly string[]> {
  const rows = await sql<{ key: string }[]>`
    select key from flags where project_id = ${projectId} and deleted_at is null order by key`;
  return rows.map(({ key }) => key);
}

export async function countFlags(sql: Queryable, projectId: string): Promise<number> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from flags where project_id = ${projectId} and deleted_at is null`;
  return singleRow(rows).count;
}
