import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import { jsonText } from '../database/rows.ts';
import type { Transaction } from '../database/transaction.ts';

/** What a rollout is started with. */
interface StartedRollout {
  readonly changeSetId: string;
  readonly userId: string;
  readonly stepsHash: string;
  /** What all steps change together. */
  readonly diff: ProjectDiff;
  /** In their order; the operation of the first one is `null`: it is applied at once. */
  readonly steps: readonly { readonly operation: Operation | null; readonly diff: ProjectDiff }[];
}

/** Starts a planned rollout: what its steps do does not change any more. No step is due yet. */
export async function startRolloutRow(
  tx: Transaction,
  { changeSetId, userId, stepsHash, diff, steps }: StartedRollout,
): Promise<void> {
  await tx`
    update rollouts set state = 'running', run_by = ${userId}, steps_hash = ${stepsHash}, started_at = now()
    where change_set_id = ${changeSetId}`;
  await tx`
    update rollout_steps s set operation = nullif(step.value -> 'operation', 'null'::jsonb), diff = step.value -> 'diff'
    from jsonb_array_elements(${jsonText(steps)}::text::jsonb) with ordinality as step (value, place)
    where s.change_set_id = ${changeSetId} and s.position = step.place`;
  await tx`
    update change_sets set
      state = 'rolling_out', diff = ${jsonText(diff)}::text::jsonb, diff_hash = ${stepsHash},
      schedule_error = null, revision = revision + 1, updated_at = now()
    where id = ${changeSetId}`;
}

/** Marks a step as applied now. The next one is due when the wait is over; without a next one the rollout ends. */
export async function finishStep(tx: Transaction, changeSetId: string, position: number): Promise<void> {
  await tx`
    update rollout_steps set applied_at = now(), due_at = coalesce(due_at, now())
    where change_set_id = ${changeSetId} and position = ${position}`;
  const { count } = await tx`
    update rollout_steps s set due_at = now() + make_interval(secs => done.wait_seconds)
    from rollout_steps done
    where s.change_set_id = ${changeSetId} and s.position = ${position} + 1
      and done.change_set_id = s.change_set_id and done.position = ${position}`;
  if (count === 0) await endRollout(tx, changeSetId, 'completed', null);
  else await touch(tx, changeSetId);
}

/** Ends a rollout. What its steps have changed stays. @param reason why it has stopped by itself */
export async function endRollout(
  tx: Transaction,
  changeSetId: string,
  state: 'completed' | 'stopped',
  reason: string | null,
): Promise<void> {
  await tx`
    update rollouts set state = ${state}, ended_at = now(), paused_at = null, reason = ${reason}
    where change_set_id = ${changeSetId} and state in ('running', 'paused')`;
  await tx`
    update change_sets set state = ${state}, revision = revision + 1, updated_at = now()
    where id = ${changeSetId} and state = 'rolling_out'`;
  await tx`delete from change_set_bases where change_set_id = ${changeSetId}`;
}

export async function pauseRolloutRow(tx: Transaction, changeSetId: string): Promise<void> {
  await tx`
    update rollouts set state = 'paused', paused_at = now()
    where change_set_id = ${changeSetId} and state = 'running'`;
  await touch(tx, changeSetId);
}

/** Lets a paused rollout go on: after the rest of the wait, or at once. The rights of the user count from now on. */
export async function resumeRolloutRow(
  tx: Transaction,
  changeSetId: string,
  { userId, immediately }: { readonly userId: string; readonly immediately: boolean },
): Promise<void> {
  await tx`
    update rollout_steps s
    set due_at = case when ${immediately} then now() else s.due_at + (now() - r.paused_at) end
    from rollouts r
    where r.change_set_id = ${changeSetId} and s.change_set_id = r.change_set_id
      and s.due_at is not null and s.applied_at is null`;
  await tx`
    update rollouts set state = 'running', paused_at = null, run_by = ${userId}
    where change_set_id = ${changeSetId} and state = 'paused'`;
  await touch(tx, changeSetId);
}

async function touch(tx: Transaction, changeSetId: string): Promise<void> {
  await tx`
    update change_sets set revision = revision + 1, updated_at = now() where id = ${changeSetId}`;
}
