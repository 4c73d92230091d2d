import type { FlagMetadata } from '../../../shared/model/flag-metadata.ts';
import type { FlagType } from '../../../shared/model/flag-set.ts';
import { versionRows } from '../changes/versions.ts';
import { jsonText, singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface FlagRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: FlagType;
  readonly tags: readonly string[];
  readonly clientSide: boolean;
  readonly metadata: FlagMetadata;
  readonly archived: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type FlagFields = Pick<FlagRow, 'name' | 'description' | 'tags' | 'clientSide' | 'metadata'>;

const columns = (sql: Queryable) => sql`
  id, key, name, description, type, tags, client_side as "clientSide", metadata, archived,
  created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt"`;

export async function insertFlag(
  tx: Transaction,
  projectId: string,
  userId: string,
  flag: FlagFields & { readonly key: string; readonly type: FlagType },
): Promise<FlagRow> {
  const rows = await tx<FlagRow[]>`
    insert into flags (project_id, key, name, description, type, tags, client_side, metadata, created_by)
    values (
      ${projectId}, ${flag.key}, ${flag.name}, ${flag.description}, ${flag.type},
      ${jsonText(flag.tags)}::text::jsonb, ${flag.clientSide}, ${jsonText(flag.metadata)}::text::jsonb,
      ${userId}
    )
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function updateFlag(tx: Transaction, id: string, flag: FlagFields): Promise<FlagRow> {
  const rows = await tx<FlagRow[]>`
    update flags set
      name = ${flag.name}, description = ${flag.description}, client_side = ${flag.clientSide},
      tags = ${jsonText(flag.tags)}::text::jsonb, metadata = ${jsonText(flag.metadata)}::text::jsonb, updated_at = now()
    where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function setFlagArchived(tx: Transaction, id: string, archived: boolean): Promise<FlagRow> {
  const rows = await tx<FlagRow[]>`
    update flags set archived = ${archived}, updated_at = now() where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Marks the flag as deleted. The row remains as a tombstone, so that readers get the deletion when they reconnect. */
export async function deleteFlag(tx: Transaction, id: string): Promise<void> {
  await tx`update flags set deleted_at = now(), updated_at = now() where id = ${id}`;
}

/** Stamps the flag with the new versions of these environments. */
export async function stampFlag(
  tx: Transaction,
  flagId: string,
  versions: ReadonlyMap<string, number>,
  userId: string,
): Promise<void> {
  await tx`
    update flag_environments fe
    set version = stamp.version, updated_at = now(), updated_by = ${userId}
    from jsonb_to_recordset(${jsonText(versionRows(versions))}::text::jsonb) as stamp (id uuid, version int)
    where fe.flag_id = ${flagId} and fe.environment_id = stamp.id`;
}

export async function findFlag(sql: Queryable, projectId: string, key: string): Promise<FlagRow | undefined> {
  const [row] = await sql<FlagRow[]>`
    select ${columns(sql)} from flags
    where project_id = ${projectId} and key = ${key} and deleted_at is null`;
  return row;
}

export async function countFlags(sql: Queryable, projectId: string): Promise<number> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from flags where project_id = ${projectId} and deleted_at is null`;
  return singleRow(rows).count;
}

export interface FlagQuery {
  readonly projectId: string;
  readonly limit: number;
  /** The key of the last flag of the previous page. */
  readonly after?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly tag?: string | undefined;
}

/** Live flags, ordered by key. */
export async function listFlags(sql: Queryable, query: FlagQuery): Promise<readonly FlagRow[]> {
  const { projectId, limit, after, archived, tag } = query;
  return sql<FlagRow[]>`
    select ${columns(sql)} from flags
    where project_id = ${projectId} and deleted_at is null
      ${after === undefined ? sql`` : sql`and key > ${after}`}
      ${archived === undefined ? sql`` : sql`and archived = ${archived}`}
      ${tag === undefined ? sql`` : sql`and tags @> ${jsonText([tag])}::text::jsonb`}
    order by key
    limit ${limit}`;
}
