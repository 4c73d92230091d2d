import type { EntryCause } from '../../model/change-set.ts';
import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { Bypass } from '../../model/protection.ts';
import { type TakenVersions, versionRows } from '../changes/versions.ts';
import { jsonText, singleRow } from '../database/rows.ts';
import { sendNow } from '../database/statements-together.ts';
import type { Transaction } from '../database/transaction.ts';
import { isListenedTo } from '../webhooks/outbox.ts';

/** What a change set has done. The project must be locked: its history is numbered without gaps. */
export interface HistoryEntry {
  readonly projectId: string;
  readonly userId: string;
  readonly operations: readonly Operation[];
  readonly diff: ProjectDiff;
  readonly diffHash: string;
  readonly versions: TakenVersions;
  /** The keys of the environments that took a version. */
  readonly environmentKeys: readonly string[];
  /** How protected environments were changed without approvals. */
  readonly bypass: Bypass | undefined;
  /** Only of an entry that is neither a request of its own nor a draft. */
  readonly cause?: EntryCause | undefined;
}

/** The entry that was written. */
export interface WrittenHistoryEntry {
  readonly id: string;
  /** The place in the project's history. */
  readonly number: number;
  readonly name: string;
  readonly appliedAt: Date;
  /** Whether a webhook endpoint wants to hear of it. */
  readonly isListenedTo: boolean;
}

const nextNumber = (tx: Transaction, projectId: string) => tx`
  (select coalesce(max(number), 0) + 1 from change_sets where project_id = ${projectId})`;

const reasonOf = (bypass: Bypass | undefined) => (bypass?.kind === 'break-glass' ? bypass.reason : null);

const keysOfDiff = (diff: ProjectDiff) => ({
  flagKeys: [...new Set(diff.flatMap((change) => ('flagKey' in change ? change.flagKey : [])))],
  segmentKeys: [...new Set(diff.flatMap((change) => ('segmentKey' in change ? change.segmentKey : [])))],
});

/**
 * Writes a change that was applied at once as a change set, with its operations and versions, in one statement.
 *
 * @param id of the change set
 */
export async function insertHistory(
  tx: Transaction,
  id: string,
  entry: HistoryEntry,
): Promise<WrittenHistoryEntry> {
  const { projectId, userId, operations, diff, diffHash, versions, environmentKeys, bypass, cause } = entry;
  const { flagKeys, segmentKeys } = keysOfDiff(diff);
  const given = jsonText(operations);
  const rolloutStep = cause?.kind === 'step' ? cause : undefined;
  const rows = await sendNow(tx<WrittenHistoryEntry[]>`
    with applied as (
      insert into change_sets (
        id, project_id, number, state, origin, operation_count, byte_count, flag_keys, segment_keys, environment_keys,
        created_by, applied_by, applied_at, diff, diff_hash, bypass, bypass_reason, name, reverts, rollout_of,
        rollout_step
      ) values (
        ${id}, ${projectId}, ${nextNumber(tx, projectId)}, 'applied', ${rolloutStep ? 'rollout' : 'direct'}, ${operations.length},
        ${Buffer.byteLength(given)}, ${flagKeys}::text[], ${segmentKeys}::text[], ${[...environmentKeys]}::text[],
        ${userId}, ${userId}, now(), ${jsonText(diff)}::text::jsonb, ${diffHash}, ${bypass?.kind ?? null},
        ${reasonOf(bypass)}, ${cause?.name ?? ''}, ${cause?.kind === 'revert' ? cause.changeSetId : null},
        ${rolloutStep?.changeSetId ?? null}, ${rolloutStep?.position ?? null}
      ) returning id, number, name, applied_at
    ), steps as (
      insert into change_set_operations (change_set_id, position, operation, created_by)
      select applied.id, step.place - 1, step.operation, ${userId}
      from applied, jsonb_array_elements(${given}::text::jsonb) with ordinality as step (operation, place)
    ), ${environmentVersions(tx, versions)}
    ${writtenEntry(tx, projectId)}`);
  return singleRow(rows);
}

const environmentVersions = (tx: Transaction, versions: TakenVersions) => tx`
  taken_versions as (
    insert into change_set_environments (change_set_id, environment_id, version)
    select applied.id, taken.id, taken.version
    from applied, json_to_recordset(${jsonText(versionRows(versions))}::text::json) as taken (id uuid, version int)
  )`;

const writtenEntry = (tx: Transaction, projectId: string) => tx`
  select id, number, name, applied_at as "appliedAt",
    ${isListenedTo(tx, projectId, 'change_set.applied')} as "isListenedTo"
  from applied`;

/** Makes a draft, whose operations are stored already, the newest entry of the history. */
export async function applyStoredDraft(
  tx: Transaction,
  changeSetId: string,
  { projectId, userId, diff, diffHash, versions, environmentKeys, bypass }: HistoryEntry,
): Promise<WrittenHistoryEntry> {
  const { flagKeys, segmentKeys } = keysOfDiff(diff);
  const rows = await sendNow(tx<WrittenHistoryEntry[]>`
    with applied as (
      update change_sets set
        state = 'applied', number = ${nextNumber(tx, projectId)}, applied_by = ${userId}, applied_at = now(),
        updated_at = now(), revision = revision + 1, diff = ${jsonText(diff)}::text::jsonb, diff_hash = ${diffHash},
        flag_keys = ${flagKeys}::text[], segment_keys = ${segmentKeys}::text[],
        environment_keys = ${[...environmentKeys]}::text[], bypass = ${bypass?.kind ?? null},
        bypass_reason = ${reasonOf(bypass)}
      where id = ${changeSetId} and state in ('draft', 'in_review', 'approved')
      returning id, number, name, applied_at
    ), forgotten as (
      delete from change_set_bases where change_set_id = ${changeSetId}
    ), ${environmentVersions(tx, versions)}
    ${writtenEntry(tx, projectId)}`);
  return singleRow(rows);
}

interface EnvironmentEntry {
  readonly projectId: string;
  readonly userId: string;
  readonly environment: { readonly id: string; readonly key: string };
  /** The hash of a diff without changes. */
  readonly diffHash: string;
}

/** Writes that an environment was created, without the configurations that it starts with. */
export async function insertCreatedEnvironment(
  tx: Transaction,
  entry: EnvironmentEntry,
  version: number,
): Promise<{ readonly id: string; readonly number: number }> {
  const written = await insertEnvironmentEntry(tx, entry, 'created');
  await tx`
    insert into change_set_environments (change_set_id, environment_id, version)
    values (${written.id}, ${entry.environment.id}, ${version})`;
  return written;
}

/** Adds the configurations of these flags to the entry of the environment that they were copied into. */
export async function insertBaselinesOfCopies(
  tx: Transaction,
  flagIds: readonly string[],
  {
    projectId,
    environment,
    number,
  }: Pick<EnvironmentEntry, 'projectId' | 'environment'> & { readonly number: number },
): Promise<void> {
  await tx`
    insert into history_baselines (project_id, number, kind, key, environment_key, state)
    select ${projectId}, ${number}, 'configuration', f.key, ${environment.key}, configuration_document(fe.id)
    from flag_environments fe join flags f on f.id = fe.flag_id
    where fe.environment_id = ${environment.id} and fe.flag_id = any(${[...flagIds]}::uuid[])`;
}

/** Writes that an environment was deleted, and with it its configurations. @returns the id of the change set */
export async function insertDeletedEnvironment(tx: Transaction, entry: EnvironmentEntry): Promise<string> {
  return (await insertEnvironmentEntry(tx, entry, 'deleted')).id;
}

async function insertEnvironmentEntry(
  tx: Transaction,
  { projectId, userId, environment, diffHash }: EnvironmentEntry,
  what: 'created' | 'deleted',
): Promise<{ readonly id: string; readonly number: number }> {
  const rows = await tx<{ id: string; number: number }[]>`
    insert into change_sets (
      project_id, number, name, state, origin, environment_keys, created_by, applied_by, applied_at, diff, diff_hash
    ) values (
      ${projectId}, ${nextNumber(tx, projectId)}, ${`Environment ${environment.key} ${what}`}, 'applied',
      'environment', ${[environment.key]}::text[], ${userId}, ${userId}, now(), '[]', ${diffHash}
    ) returning id, number`;
  return singleRow(rows);
}
