import type { Caller } from '../../model/role.ts';
import { rightsOfUser } from '../access/role-grants.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import type { ChangeSetRow } from './change-sets.ts';

/** An approval, and what the user may do now. */
export interface ApprovalRow extends Caller {
  readonly userName: string;
  readonly diffHash: string;
  readonly createdAt: Date;
  readonly isDeleted: boolean;
}

/** A person who added operations to a draft or planned its rollout, and what the person may do now. */
export interface AuthorRow extends Caller {
  readonly isDeleted: boolean;
  /** The environments of what the person added; `null`: of the whole project. */
  readonly environmentKeys: readonly (string | null)[];
}

/** Approves a diff in place of the diff that the user has approved before. */
export async function saveApproval(
  tx: Transaction,
  changeSetId: string,
  userId: string,
  diffHash: string,
): Promise<void> {
  await tx`
    insert into change_set_approvals (change_set_id, user_id, diff_hash)
    values (${changeSetId}, ${userId}, ${diffHash})
    on conflict (change_set_id, user_id) do update set diff_hash = excluded.diff_hash, created_at = now()`;
}

type DraftId = Pick<ChangeSetRow, 'id' | 'projectId'>;

export async function readApprovals(
  sql: Queryable,
  { id, projectId }: DraftId,
): Promise<readonly ApprovalRow[]> {
  return sql<ApprovalRow[]>`
    select u.name as "userName", a.diff_hash as "diffHash", a.created_at as "createdAt",
      ${rightsOfUser(sql, projectId)}
    from change_set_approvals a join users u on u.id = a.user_id
    where a.change_set_id = ${id}
    order by a.created_at, a.user_id`;
}

/**
 * Everyone who created the draft, added an operation or planned its rollout. The list of environments is JSON: the driver
 * reads a null in an array of texts as the text "NULL".
 */
export async function readAuthors(sql: Queryable, { id, projectId }: DraftId): Promise<readonly AuthorRow[]> {
  return sql<AuthorRow[]>`
    select ${rightsOfUser(sql, projectId)}, to_json(array(
      select distinct operation->>'environmentKey' from change_set_operations
      where change_set_id = ${id} and created_by = u.id
      union select environment_key from rollouts where change_set_id = ${id} and planned_by = u.id)) as "environmentKeys"
    from users u
    where u.id in (
      select created_by from change_set_operations where change_set_id = ${id}
      union select created_by from change_sets where id = ${id}
      union select unnest(former_author_ids) from change_sets where id = ${id}
      union select planned_by from rollouts where change_set_id = ${id}
    )`;
}

/** Moves a draft to another step of its review. What was approved stays approved. */
export async function setReviewState(
  tx: Transaction,
  changeSetId: string,
  state: 'in_review' | 'approved',
): Promise<void> {
  await tx`
    update change_sets set state = ${state}, revision = revision + 1, updated_at = now()
    where id = ${changeSetId} and state in ('draft', 'in_review', 'approved')`;
}
