import type { Role } from '../../model/role.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** An approval, and what the user may do now. */
export interface ApprovalRow {
  readonly userId: string;
  readonly userName: string;
  readonly diffHash: string;
  readonly createdAt: Date;
  readonly role: Role;
  readonly isDeleted: boolean;
}

/** A person who added operations to a draft, and what the person may do now. */
export interface AuthorRow {
  readonly userId: string;
  readonly role: Role;
  readonly isDeleted: boolean;
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

export async function readApprovals(sql: Queryable, changeSetId: string): Promise<readonly ApprovalRow[]> {
  return sql<ApprovalRow[]>`
    select a.user_id as "userId", u.name as "userName", a.diff_hash as "diffHash", a.created_at as "createdAt",
      u.role, u.deleted_at is not null as "isDeleted"
    from change_set_approvals a join users u on u.id = a.user_id
    where a.change_set_id = ${changeSetId}
    order by a.created_at, a.user_id`;
}

/** Everyone who created the draft or added an operation. */
export async function readAuthors(sql: Queryable, changeSetId: string): Promise<readonly AuthorRow[]> {
  return sql<AuthorRow[]>`
    select u.id as "userId", u.role, u.deleted_at is not null as "isDeleted"
    from users u
    where u.id in (
      select created_by from change_set_operations where change_set_id = ${changeSetId}
      union select created_by from change_sets where id = ${changeSetId}
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
