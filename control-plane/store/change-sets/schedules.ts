import type { Caller } from '../../model/role.ts';
import { rightsOfUser } from '../access/role-grants.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** A change set whose time has come. */
export interface DueChangeSet {
  readonly id: string;
  readonly projectId: string;
  /** Who has scheduled it. */
  readonly userId: string;
}

/** The user who has scheduled a change set, with the rights of now. */
export interface Scheduler extends Caller {
  readonly isDeleted: boolean;
}

const isDue = (sql: Queryable) =>
  sql`s.apply_at <= now() and s.number is null and s.state in ('draft', 'in_review', 'approved')`;

/** The first ones by their time. The clock is that of Postgres. Locks nothing: look again under the lock. */
export async function findDueChangeSets(sql: Queryable, limit: number): Promise<readonly DueChangeSet[]> {
  return sql<DueChangeSet[]>`
    select s.id, s.project_id as "projectId", s.scheduled_by as "userId" from change_sets s
    join projects p on p.id = s.project_id and p.deleted_at is null
    where ${isDue(sql)}
    order by s.apply_at, s.id
    limit ${limit}`;
}

/** Locks a change set if it is still due. The project must be locked. @returns who has scheduled it */
export async function lockDueChangeSet(
  tx: Transaction,
  id: string,
  projectId: string,
): Promise<Scheduler | undefined> {
  const [row] = await tx<Scheduler[]>`
    select ${rightsOfUser(tx, projectId)}, s.schedule_allows_unsupported as "allowsUnsupported"
    from change_sets s join users u on u.id = s.scheduled_by
    where s.id = ${id} and ${isDue(tx)}
    for no key update of s skip locked`;
  return row;
}

/** When a draft is applied, with whose rights, and whether although readers lack a protocol feature. */
export interface Schedule {
  readonly applyAt: Date;
  readonly userId: string;
  readonly allowUnsupported: boolean;
}

export async function saveSchedule(
  tx: Transaction,
  changeSetId: string,
  schedule: Schedule | null,
): Promise<void> {
  await tx`
    update change_sets set
      apply_at = ${schedule?.applyAt ?? null}, scheduled_by = ${schedule?.userId ?? null}, schedule_error = null,
      schedule_allows_unsupported = ${schedule?.allowUnsupported ?? false},
      revision = revision + 1, updated_at = now()
    where id = ${changeSetId} and number is null`;
}

/** Takes a change set off the schedule, because it could not be applied at its time. */
export async function failSchedule(sql: Queryable, changeSetId: string, reason: string): Promise<void> {
  await sql`
    update change_sets set
      apply_at = null, scheduled_by = null, schedule_allows_unsupported = false, schedule_error = ${reason}, revision = revision + 1, updated_at = now()
    where id = ${changeSetId} and number is null and apply_at <= now()`;
}
