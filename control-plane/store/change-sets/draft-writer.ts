import type { ChangeSetFields } from '../../model/change-set.ts';
import type { Operation } from '../../model/operation.ts';
import type { DraftBase } from '../../model/stored-state.ts';
import { jsonText, singleRow } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';
import { type ChangeSetRow, changeSetColumns } from './change-sets.ts';

interface NewDraft extends ChangeSetFields {
  readonly projectId: string;
  readonly userId: string;
  /** The applied change set that it takes back. */
  readonly reverts?: string | undefined;
}

export async function insertDraft(tx: Transaction, draft: NewDraft): Promise<ChangeSetRow> {
  const { projectId, userId, name, description, reverts = null } = draft;
  const rows = await tx<ChangeSetRow[]>`
    insert into change_sets (project_id, name, description, state, origin, reverts, created_by)
    values (${projectId}, ${name}, ${description}, 'draft', 'draft', ${reverts}, ${userId})
    returning ${changeSetColumns(tx)}`;
  return singleRow(rows);
}

/** Appends operations after the last one. @param count how many there are already */
export async function appendOperations(
  tx: Transaction,
  changeSetId: string,
  count: number,
  operations: readonly Operation[],
  userId: string,
): Promise<void> {
  await tx`
    insert into change_set_operations (change_set_id, position, operation, created_by)
    select ${changeSetId}, ${count}::int + step.place - 1, step.operation, ${userId}
    from jsonb_array_elements(${jsonText(operations)}::text::jsonb) with ordinality as step (operation, place)`;
}

/**
 * Removes one operation; those after it move up. Who has added it, and who removes it, remain authors.
 *
 * @returns whether it existed
 */
export async function removeOperation(
  tx: Transaction,
  changeSetId: string,
  position: number,
  userId: string,
): Promise<boolean> {
  const { count } = await tx`
    with removed as (
      delete from change_set_operations where change_set_id = ${changeSetId} and position = ${position}
      returning created_by
    )
    update change_sets set former_author_ids = array(
      select created_by from removed union select unnest(former_author_ids) union select ${userId}::uuid
    )
    where id = ${changeSetId} and exists (select from removed)`;
  await tx`
    update change_set_operations set position = position - 1
    where change_set_id = ${changeSetId} and position > ${position}`;
  return count > 0;
}

/** Removes every operation of a draft, and what they were made from. */
export async function clearDraft(tx: Transaction, changeSetId: string): Promise<void> {
  await tx`
    update change_sets set former_author_ids = array(
      select created_by from change_set_operations where change_set_id = ${changeSetId}
      union select unnest(former_author_ids)
    )
    where id = ${changeSetId}`;
  await tx`delete from change_set_operations where change_set_id = ${changeSetId}`;
  await removeBases(tx, changeSetId);
}

export async function removeBases(tx: Transaction, changeSetId: string): Promise<void> {
  await tx`delete from change_set_bases where change_set_id = ${changeSetId}`;
}

/** Stores what operations were made from. A state that is stored already stays: earlier operations were made from it. */
export async function addBases(
  tx: Transaction,
  changeSetId: string,
  bases: readonly DraftBase[],
): Promise<void> {
  await tx`
    insert into change_set_bases (change_set_id, kind, key, environment_key, state, resource_id)
    select ${changeSetId}, kind, key, coalesce("environmentKey", ''), nullif(state, 'null'::jsonb), "resourceId"
    from jsonb_to_recordset(${jsonText(bases)}::text::jsonb)
      as base (kind text, key text, "environmentKey" text, state jsonb, "resourceId" uuid)
    on conflict do nothing`;
}

/** The states that the operations of a draft need. */
export interface NeededBases {
  readonly flagKeys: readonly string[];
  readonly segmentKeys: readonly string[];
  /** Flags of which every configuration is needed. */
  readonly wholeFlagKeys: readonly string[];
  readonly configurations: readonly { readonly key: string; readonly environmentKey: string }[];
}

/** Forgets what no operation of a draft needs any more. */
export async function keepBases(tx: Transaction, changeSetId: string, needed: NeededBases): Promise<void> {
  await tx`
    delete from change_set_bases b
    where b.change_set_id = ${changeSetId} and not case b.kind
      when 'flag' then b.key = any(${[...needed.flagKeys]}::text[])
      when 'segment' then b.key = any(${[...needed.segmentKeys]}::text[])
      else b.key = any(${[...needed.wholeFlagKeys]}::text[]) or (b.key, b.environment_key) in (
        select key, "environmentKey" from json_to_recordset(${jsonText(needed.configurations)}::text::json)
          as named (key text, "environmentKey" text)
      )
    end`;
}

interface DraftEdit extends ChangeSetFields {
  readonly isDiscarded: boolean;
  readonly flagKeys: readonly string[];
  readonly segmentKeys: readonly string[];
  readonly environmentKeys: readonly string[];
}

/**
 * Writes an edit of a draft: its fields, what its operations name, their number and bytes, and the next revision. An edit
 * ends the review, voids every approval and takes the draft off the schedule.
 */
export async function updateDraft(
  tx: Transaction,
  changeSetId: string,
  { name, description, isDiscarded, flagKeys, segmentKeys, environmentKeys }: DraftEdit,
): Promise<ChangeSetRow> {
  const rows = await tx<ChangeSetRow[]>`
    with voided as (
      delete from change_set_approvals where change_set_id = ${changeSetId}
    )
    update change_sets set
      name = ${name}, description = ${description}, state = ${isDiscarded ? 'discarded' : 'draft'},
      apply_at = null, scheduled_by = null, schedule_allows_unsupported = false, schedule_error = null,
      revision = revision + 1, updated_at = now(), flag_keys = ${[...flagKeys]}::text[],
      segment_keys = ${[...segmentKeys]}::text[], environment_keys = ${[...environmentKeys]}::text[],
      operation_count = (select count(*) from change_set_operations where change_set_id = ${changeSetId}),
      byte_count = (
        select coalesce(sum(octet_length(operation::text)), 0) from change_set_operations
        where change_set_id = ${changeSetId}
      ) + (
        select coalesce(sum(octet_length(state::text)), 0) from change_set_bases where change_set_id = ${changeSetId}
      )
    where id = ${changeSetId} and state in ('draft', 'in_review', 'approved')
    returning ${changeSetColumns(tx)}`;
  return singleRow(rows);
}
