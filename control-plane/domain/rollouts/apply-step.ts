import { RequestError } from '../../model/request-error.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { readBases } from '../../store/change-sets/change-sets.ts';
import { addBases, removeBases } from '../../store/change-sets/draft-writer.ts';
import { readStepOperation } from '../../store/change-sets/due-steps.ts';
import { finishStep } from '../../store/change-sets/rollout-writer.ts';
import { findRollout, type RolloutRow } from '../../store/change-sets/rollouts.ts';
import { type AppliedChangeSet, applyChangeSet } from '../apply/apply-change-set.ts';
import type { Authorize } from '../apply/protected-changes.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { hashDiff } from '../change-set/hash-diff.ts';
import { rolloutProbe, whyNotServed } from '../change-set/rollout-steps.ts';
import { refuseConflicts, refuseProblems } from '../drafts/apply-draft.ts';
import { assertAuthorsMayStill } from '../drafts/author-rights.ts';
import { authorizeByApprovals } from '../drafts/check-approvals.ts';
import { basesOf } from '../drafts/draft-bases.ts';
import { toDraftProblems } from '../drafts/draft-problems.ts';
import { mergeDraft } from '../drafts/merge-draft.ts';
import { authorizeSkippedWait, type SkippedWait } from './skip-wait.ts';

/**
 * Applies the next step of a locked rollout: an entry of the history of its own. What others have changed since the step
 * before is kept, if the step does not touch it.
 *
 * @param changeSet the change set of the rollout
 * @param skipped absent if the time of the step has come
 * @throws RequestError CONFLICT that says why the step does not fit any more
 */
export async function applyNextStep(
  change: Change,
  changeSet: ChangeSetRow,
  position: number,
  randomUuid: () => string,
  skipped?: SkippedWait,
): Promise<void> {
  const { tx } = change;
  const rollout = await findRollout(tx, changeSet.id);
  const operation = await readStepOperation(tx, changeSet.id, position);
  if (rollout === undefined || operation === undefined) {
    throw new Error(`step ${position} of the started rollout ${changeSet.id} has no operation`);
  }
  await assertAuthorsMayStill(tx, changeSet);
  const operations = [operation];
  const bases = await readBases(tx, changeSet.id);
  const authorize = authorizeStep(change, changeSet, rollout, position);
  const applied = await applyChangeSet(change, {
    projectId: changeSet.projectId,
    operations,
    randomUuid,
    cause: causeOf(changeSet, position),
    authorize:
      skipped === undefined
        ? authorize
        : authorizeSkippedWait(change, changeSet.projectId, authorize, skipped),
    check: (slice) => {
      const message = whyNotServed(slice.state, rollout);
      if (message !== undefined) throw new RequestError('CONFLICT', message);
    },
    rebase: (slice) => {
      const merged = mergeDraft(operations, bases, slice, randomUuid);
      refuseConflicts(merged, operations);
      return merged.operations;
    },
    refuse: (problems) => refuseProblems(toDraftProblems(problems, operations)),
  });
  await concludeStep(change, changeSet.id, rollout, position, applied);
}

/** Why the entry of a step exists. */
export const causeOf = ({ id, name }: ChangeSetRow, position: number) =>
  ({ kind: 'step', name, changeSetId: id, position }) as const;

/** Marks a step as applied, and keeps the state that the next one is made from. */
export async function concludeStep(
  { tx }: Change,
  changeSetId: string,
  rollout: RolloutRow,
  position: number,
  { slice, applied, rows }: Pick<AppliedChangeSet, 'slice' | 'applied' | 'rows'>,
): Promise<void> {
  await removeBases(tx, changeSetId);
  const demand = demandOfOperations([rolloutProbe(rollout)]);
  const flags = new Map([...slice.flags, ...rows.flags]);
  await addBases(tx, changeSetId, basesOf({ ...slice, flags, state: applied.after }, demand));
  await finishStep(tx, changeSetId, position);
}

/**
 * Lets a step be applied if it changes what was approved with the rollout, and the rights of its approvers still allow
 * it.
 */
function authorizeStep(
  change: Change,
  changeSet: ChangeSetRow,
  { stepsHash, steps }: RolloutRow,
  position: number,
): Authorize {
  const decide = authorizeByApprovals(change, changeSet);
  const diffHash = stepsHash ?? '';
  const planned = steps.find((step) => step.position === position)?.diff ?? [];
  return async (demand) => {
    if (demand.diffHash !== hashDiff(planned)) {
      throw new RequestError(
        'CONFLICT',
        `Step ${position} would change something else than what was approved.`,
      );
    }
    return decide({ environments: demand.environments, diffHash });
  };
}
