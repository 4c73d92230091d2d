import type { FlagType } from '../../../shared/model/flag-set.ts';
import { type TakenVersions, versionRows } from '../changes/versions.ts';
import { jsonText, nullableJsonText, singleRow } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';
import { type FlagFields, type FlagRow, flagColumns } from './flags.ts';

export async function insertFlag(
  tx: Transaction,
  projectId: string,
  userId: string,
  flag: FlagFields & { readonly key: string; readonly type: FlagType },
): Promise<FlagRow> {
  const rows = await tx<FlagRow[]>`
    insert into flags (project_id, key, name, description, type, tags, owner, client_side, metadata, json_schema,
      created_by)
    values (
      ${projectId}, ${flag.key}, ${flag.name}, ${flag.description}, ${flag.type},
      ${jsonText(flag.tags)}::text::jsonb, ${flag.owner}, ${flag.clientSide}, ${jsonText(flag.metadata)}::text::jsonb,
      ${nullableJsonText(flag.jsonSchema)}::text::jsonb, ${userId}
    )
    returning ${flagColumns(tx)}`;
  return singleRow(rows);
}

export async function updateFlag(tx: Transaction, id: string, flag: FlagFields): Promise<FlagRow> {
  const rows = await tx<FlagRow[]>`
    update flags set
      name = ${flag.name}, description = ${flag.description}, owner = ${flag.owner}, client_side = ${flag.clientSide},
      tags = ${jsonText(flag.tags)}::text::jsonb, metadata = ${jsonText(flag.metadata)}::text::jsonb,
      json_schema = ${nullableJsonText(flag.jsonSchema)}::text::jsonb, updated_at = now()
    where id = ${id}
    returning ${flagColumns(tx)}`;
  return singleRow(rows);
}

export async function setFlagArchived(tx: Transaction, id: string, archived: boolean): Promise<FlagRow> {
  const rows = await tx<FlagRow[]>`
    update flags set archived = ${archived}, updated_at = now() where id = ${id}
    returning ${flagColumns(tx)}`;
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
  versions: TakenVersions,
  userId: string,
): Promise<void> {
  await tx`
    update flag_environments fe
    set version = stamp.version, updated_at = now(), updated_by = ${userId}
    from jsonb_to_recordset(${jsonText(versionRows(versions))}::text::jsonb) as stamp (id uuid, version int)
    where fe.flag_id = ${flagId} and fe.environment_id = stamp.id`;
}
