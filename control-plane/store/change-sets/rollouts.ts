import type { ProjectDiff } from '../../model/project-change.ts';
import type { RolloutPlan, RolloutState, RolloutStep } from '../../model/rollout.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface RolloutStepRow extends RolloutStep {
  /** From 1 without gaps. */
  readonly position: number;
  /** What the step changes; `null` until the rollout is started. */
  readonly diff: ProjectDiff | null;
  /** Only of the next step. */
  readonly dueAt: Date | null;
  readonly appliedAt: Date | null;
  /** The entry of the history that the step has become. */
  readonly entryId: string | null;
  readonly number: number | null;
}

export interface RolloutRow extends RolloutPlan {
  readonly state: RolloutState;
  readonly plannedBy: string;
  /** Whose rights count when a step is applied at its time. */
  readonly runBy: string | null;
  /** Of all steps, since the start. */
  readonly stepsHash: string | null;
  readonly startedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly endedAt: Date | null;
  /** Why it has stopped by itself. */
  readonly reason: string | null;
  readonly steps: readonly RolloutStepRow[];
}

/** The rollout of a change set, if it has one. */
export async function findRollout(sql: Queryable, changeSetId: string): Promise<RolloutRow | undefined> {
  const [row] = await sql<Omit<RolloutRow, 'steps'>[]>`
    select flag_key as "flagKey", environment_key as "environmentKey", rule_id as "ruleId", variation, state,
      planned_by as "plannedBy", run_by as "runBy", steps_hash as "stepsHash", started_at as "startedAt", paused_at as "pausedAt",
      ended_at as "endedAt", reason
    from rollouts where change_set_id = ${changeSetId}`;
  if (row === undefined) return undefined;
  const steps = await sql<RolloutStepRow[]>`
    select s.position, s.weight, s.wait_seconds as "waitSeconds", s.diff, s.due_at as "dueAt",
      s.applied_at as "appliedAt", e.id as "entryId", e.number
    from rollout_steps s
    left join change_sets e on e.rollout_of = s.change_set_id and e.rollout_step = s.position
    where s.change_set_id = ${changeSetId}
    order by s.position`;
  return { ...row, steps };
}

/** Plans a rollout of a draft, in place of the one before. */
export async function putRolloutPlan(
  tx: Transaction,
  { changeSetId, userId }: { readonly changeSetId: string; readonly userId: string },
  { flagKey, environmentKey, ruleId, variation, steps }: RolloutPlan,
): Promise<void> {
  await deleteRolloutPlan(tx, changeSetId, userId);
  await tx`
    insert into rollouts (change_set_id, planned_by, flag_key, environment_key, rule_id, variation)
    values (${changeSetId}, ${userId}, ${flagKey}, ${environmentKey}, ${ruleId}, ${variation})`;
  await tx`
    insert into rollout_steps (change_set_id, position, weight, wait_seconds)
    select ${changeSetId}, step.place, step.weight, step.seconds
    from unnest(
      ${steps.map(({ weight }) => weight)}::int[], ${steps.map(({ waitSeconds }) => waitSeconds)}::int[]
    ) with ordinality as step (weight, seconds, place)`;
}

/** Removes the plan of a draft. Who has made it, and who removes it, remain authors. @returns whether there was one */
export async function deleteRolloutPlan(
  tx: Transaction,
  changeSetId: string,
  userId: string,
): Promise<boolean> {
  const { count } = await tx`
    with removed as (
      delete from rollouts where change_set_id = ${changeSetId} and state = 'planned' returning planned_by
    )
    update change_sets set former_author_ids = array(
      select planned_by from removed union select unnest(former_author_ids) union select ${userId}::uuid
    )
    where id = ${changeSetId} and exists (select from removed)`;
  return count > 0;
}

/** The diffs of the steps that were applied, the newest first. */
export async function readStepDiffs(sql: Queryable, changeSetId: string): Promise<readonly ProjectDiff[]> {
  const rows = await sql<{ diff: ProjectDiff }[]>`
    select diff from change_sets where rollout_of = ${changeSetId} order by rollout_step desc`;
  return rows.map(({ diff }) => diff);
}
