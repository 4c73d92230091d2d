import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import { callerWithRole } from '../../model/role.ts';
import { type DueStep, findDueSteps, lockDueStep } from '../../store/change-sets/due-steps.ts';
import { endRollout } from '../../store/change-sets/rollout-writer.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { type DueOutcome, keptReason } from '../drafts/apply-due-change-sets.ts';
import { requireChangeSet } from '../drafts/open-draft.ts';
import { writeEvent } from '../outbox/outbox.ts';
import { applyNextStep } from './apply-step.ts';
import { auditRollout } from './audit-rollout.ts';

/** Steps that are looked up at once. */
const BATCH = 50;

/**
 * Applies the steps of rollouts whose time has come, each in a transaction of its own, with the rights that the user has
 * now who started the rollout or resumed it last. Several control planes may do so at the same time: one of them applies
 * each, because the transaction locks the project and the step, and looks again. If a step cannot be applied, its rollout
 * stops and keeps the reason.
 *
 * @throws the first error that is no RequestError, after all were tried: that step stays due
 */
export async function applyDueSteps(deps: DomainDeps): Promise<DueOutcome> {
  let applied = 0;
  let failed = 0;
  const errors: unknown[] = [];
  for (const due of await findDueSteps(deps.sql, BATCH)) {
    try {
      if (await applyDueStep(deps, due)) applied += 1;
    } catch (error) {
      if (!(error instanceof RequestError)) errors.push(error);
      else if (await stopRollout(deps, due, error)) failed += 1;
    }
  }
  if (errors.length > 0) throw errors[0];
  return { applied, failed };
}

/** @returns whether this call has applied it */
function applyDueStep(deps: DomainDeps, due: DueStep): Promise<boolean> {
  const { changeSetId, projectId, position, userId } = due;
  return runChange(deps, callerWithRole(userId, null), async (change: Change) => {
    await change.lockProject(projectId);
    const runner = await lockDueStep(change.tx, due);
    if (runner?.userId !== userId) return false;
    if (runner.isDeleted || !can(runner, { kind: 'anyEnvironment', projectId }, 'editor')) {
      throw new RequestError(
        'CONFLICT',
        'The user who has started or resumed it may not change flags any more.',
      );
    }
    const changeSet = await requireChangeSet(change.tx, { projectId, changeSetId });
    await applyNextStep({ ...change, caller: runner }, changeSet, position, deps.randomUuid);
    return true;
  });
}

/** @returns whether this call has stopped it */
function stopRollout(deps: DomainDeps, due: DueStep, error: RequestError): Promise<boolean> {
  const { changeSetId, projectId, position, userId } = due;
  return runChange(deps, callerWithRole(userId, null), async (change) => {
    await change.lockProject(projectId);
    if ((await lockDueStep(change.tx, due)) === undefined) return false;
    const reason = keptReason(error);
    const changeSet = await requireChangeSet(change.tx, { projectId, changeSetId });
    await endRollout(change.tx, changeSetId, 'stopped', reason);
    auditRollout(change, changeSet, { state: 'stopped', step: position, reason });
    const { id, name } = changeSet;
    await writeEvent(change, projectId, 'rollout.stopped', {
      changeSet: { id, name },
      step: position,
      reason,
    });
    return true;
  });
}
