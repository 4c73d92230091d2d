import type {
  ChangeSetFields,
  ChangeSetOrigin,
  ChangeSetState,
  StoredOperation,
} from '../../model/change-set.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { Bypass } from '../../model/protection.ts';
import type { RolloutState } from '../../model/rollout.ts';
import type { DraftBase } from '../../model/stored-state.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface ChangeSetRow extends ChangeSetFields {
  readonly id: string;
  readonly projectId: string;
  /** Decimal; a change set that was created later has a larger one. */
  readonly sequence: string;
  /** The place in the history of the project; `null` until it is applied. */
  readonly number: number | null;
  readonly state: ChangeSetState;
  readonly origin: ChangeSetOrigin;
  readonly revision: number;
  readonly operationCount: number;
  /** Of the operations, and of the states that they were made from. */
  readonly byteCount: number;
  readonly flagKeys: readonly string[];
  readonly segmentKeys: readonly string[];
  readonly environmentKeys: readonly string[];
  readonly reverts: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly appliedBy: string | null;
  readonly appliedAt: Date | null;
  readonly diffHash: string | null;
  /** How protected environments were changed without approvals. */
  readonly bypass: Bypass['kind'] | null;
  readonly bypassReason: string | null;
  /** When it is to be applied, or was. */
  readonly applyAt: Date | null;
  readonly scheduledBy: string | null;
  /** Whether its schedule applies it although readers lack a protocol feature. */
  readonly allowUnsupported: boolean;
  /** Why it was not applied at its time. */
  readonly scheduleError: string | null;
  /** The change set of which this is a step, and which one, from 1. */
  readonly rolloutOf: string | null;
  readonly rolloutStep: number | null;
  /** Of a change set that is applied in steps. */
  readonly rolloutState: RolloutState | null;
}

/** The columns of a {@link ChangeSetRow}. */
export const changeSetColumns = (sql: Queryable) => sql`
  id, project_id as "projectId", sequence::text, number, name, description, state, origin, revision, operation_count as "operationCount",
  byte_count::float8 as "byteCount", flag_keys as "flagKeys", segment_keys as "segmentKeys",
  environment_keys as "environmentKeys", reverts, created_by as "createdBy", created_at as "createdAt",
  updated_at as "updatedAt", applied_by as "appliedBy", applied_at as "appliedAt", diff_hash as "diffHash",
  bypass, bypass_reason as "bypassReason", apply_at as "applyAt", scheduled_by as "scheduledBy",
  schedule_allows_unsupported as "allowUnsupported",
  schedule_error as "scheduleError", rollout_of as "rolloutOf", rollout_step as "rolloutStep",
  (select r.state from rollouts r where r.change_set_id = change_sets.id) as "rolloutState"`;

export async function findChangeSet(
  sql: Queryable,
  projectId: string,
  id: string,
): Promise<ChangeSetRow | undefined> {
  const [row] = await sql<ChangeSetRow[]>`
    select ${changeSetColumns(sql)} from change_sets where project_id = ${projectId} and id = ${id}`;
  return row;
}

/** Locks a change set against other edits. The project must be locked. */
export async function lockChangeSet(
  tx: Transaction,
  projectId: string,
  id: string,
): Promise<ChangeSetRow | undefined> {
  const [row] = await tx<ChangeSetRow[]>`
    select ${changeSetColumns(tx)} from change_sets
    where project_id = ${projectId} and id = ${id}
    for no key update`;
  return row;
}

export interface ChangeSetQuery {
  readonly projectId: string;
  readonly limit: number;
  /** `cursorOf` the last change set of the previous page. */
  readonly after?: string | undefined;
  readonly state?: ChangeSetState | undefined;
  /** Only those that wait for their time. */
  readonly isScheduled?: boolean | undefined;
  readonly author?: string | undefined;
  readonly flag?: string | undefined;
  readonly segment?: string | undefined;
  readonly environment?: string | undefined;
}

/** The states of the index of open change sets, which are few beside those of the history. */
const isOpen = (state: ChangeSetState | undefined): boolean =>
  state === 'draft' || state === 'in_review' || state === 'approved';

/** The newest first: applied ones by their place in the history, others by their creation. */
export async function listChangeSets(
  sql: Queryable,
  query: ChangeSetQuery,
): Promise<readonly ChangeSetRow[]> {
  const { projectId, limit, after, state, isScheduled, author, flag, segment, environment } = query;
  const order = state === 'applied' ? sql`number` : sql`sequence`;
  return sql<ChangeSetRow[]>`
    select ${changeSetColumns(sql)} from change_sets
    where project_id = ${projectId}
      ${state === undefined ? sql`` : sql`and state = ${state}`}
      ${isOpen(state) ? sql`and number is null and state <> 'discarded'` : sql``}
      ${
        isScheduled === true
          ? sql`and number is null and state in ('draft', 'in_review', 'approved') and apply_at is not null`
          : sql``
      }
      ${author === undefined ? sql`` : sql`and created_by = ${author}`}
      ${flag === undefined ? sql`` : sql`and flag_keys @> ${[flag]}::text[]`}
      ${segment === undefined ? sql`` : sql`and segment_keys @> ${[segment]}::text[]`}
      ${environment === undefined ? sql`` : sql`and environment_keys @> ${[environment]}::text[]`}
      ${after === undefined ? sql`` : sql`and ${order} < ${after}::bigint`}
    order by ${order} desc
    limit ${limit}`;
}

/** The operations of a change set in their order; at most `limit` after a position, all by default. */
export async function readOperations(
  sql: Queryable,
  changeSetId: string,
  page?: { readonly limit: number; readonly after: number },
): Promise<readonly StoredOperation[]> {
  return sql<StoredOperation[]>`
    select position, operation, created_by as "createdBy", created_at as "createdAt"
    from change_set_operations
    where change_set_id = ${changeSetId}
      ${page === undefined ? sql`` : sql`and position > ${page.after}`}
    order by position
    ${page === undefined ? sql`` : sql`limit ${page.limit}`}`;
}

/** What an applied change set has changed; `undefined` if it is not applied. */
export async function readAppliedDiff(sql: Queryable, changeSetId: string): Promise<ProjectDiff | undefined> {
  const [row] = await sql<{ diff: ProjectDiff | null }[]>`
    select diff from change_sets where id = ${changeSetId}`;
  return row?.diff ?? undefined;
}

/** What the operations of a draft were made from. A state is `null` if it did not exist. */
export async function readBases(sql: Queryable, changeSetId: string): Promise<readonly DraftBase[]> {
  return sql<DraftBase[]>`
    select kind, key, environment_key as "environmentKey", state, resource_id as "resourceId" from change_set_bases
    where change_set_id = ${changeSetId}
    order by kind, key, environment_key`;
}

export async function countDrafts(sql: Queryable, projectId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from change_sets
    where project_id = ${projectId} and number is null and state in ('draft', 'in_review', 'approved')`;
  return row?.count ?? 0;
}
