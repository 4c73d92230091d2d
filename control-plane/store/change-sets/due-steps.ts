import type { Operation } from '../../model/operation.ts';
import { rightsOfUser } from '../access/role-grants.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import type { Scheduler } from './schedules.ts';

/** A step of a rollout whose time has come. */
export interface DueStep {
  readonly changeSetId: string;
  readonly projectId: string;
  readonly position: number;
  /** Whose rights count. */
  readonly userId: string;
}

const isStepDue = (sql: Queryable) => sql`s.due_at <= now() and s.applied_at is null and r.state = 'running'`;

/** The first ones by their time. The clock is that of Postgres. Locks nothing: look again under the lock. */
export async function findDueSteps(sql: Queryable, limit: number): Promise<readonly DueStep[]> {
  return sql<DueStep[]>`
    select s.change_set_id as "changeSetId", c.project_id as "projectId", s.position, r.run_by as "userId"
    from rollout_steps s
    join rollouts r on r.change_set_id = s.change_set_id
    join change_sets c on c.id = s.change_set_id
    join projects p on p.id = c.project_id and p.deleted_at is null
    where ${isStepDue(sql)}
    order by s.due_at, s.change_set_id
    limit ${limit}`;
}

/** How long the step that is due longest is due; 0 if none is. */
export async function readOldestDueStepSeconds(sql: Queryable): Promise<number> {
  const rows = await sql<{ seconds: number }[]>`
    select coalesce(extract(epoch from now() - min(s.due_at)), 0)::float8 as seconds
    from rollout_steps s
    join rollouts r on r.change_set_id = s.change_set_id
    join change_sets c on c.id = s.change_set_id
    join projects p on p.id = c.project_id and p.deleted_at is null
    where ${isStepDue(sql)}`;
  return singleRow(rows).seconds;
}

/** Locks a step if it is still due. The project must be locked. @returns the user whose rights count */
export async function lockDueStep(
  tx: Transaction,
  { changeSetId, position, projectId }: DueStep,
): Promise<Scheduler | undefined> {
  const [row] = await tx<Scheduler[]>`
    select ${rightsOfUser(tx, projectId)}
    from rollout_steps s
    join rollouts r on r.change_set_id = s.change_set_id
    join users u on u.id = r.run_by
    where s.change_set_id = ${changeSetId} and s.position = ${position} and ${isStepDue(tx)}
    for no key update of s skip locked`;
  return row;
}

/** Whether the time of a step of a running rollout has come. */
export async function isStepDueNow(tx: Transaction, changeSetId: string, position: number): Promise<boolean> {
  const rows = await tx`
    select from rollout_steps s
    join rollouts r on r.change_set_id = s.change_set_id
    where s.change_set_id = ${changeSetId} and s.position = ${position} and ${isStepDue(tx)}`;
  return rows.length > 0;
}

/** What a step of a started rollout does. */
export async function readStepOperation(
  tx: Transaction,
  changeSetId: string,
  position: number,
): Promise<Operation | undefined> {
  const [row] = await tx<{ operation: Operation | null }[]>`
    select operation from rollout_steps where change_set_id = ${changeSetId} and position = ${position}`;
  return row?.operation ?? undefined;
}
