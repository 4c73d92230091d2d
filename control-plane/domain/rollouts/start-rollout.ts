import { RequestError } from '../../model/request-error.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { startRolloutRow } from '../../store/change-sets/rollout-writer.ts';
import { findRollout } from '../../store/change-sets/rollouts.ts';
import { applyChangeSet } from '../apply/apply-change-set.ts';
import type { Change } from '../change/change.ts';
import { prepareDraft, refuseProblems } from '../drafts/apply-draft.ts';
import { demandedBy } from '../drafts/approve-draft.ts';
import { assertAuthorsMayStill } from '../drafts/author-rights.ts';
import { authorizeByApprovals } from '../drafts/check-approvals.ts';
import { toDraftProblems } from '../drafts/draft-problems.ts';
import { causeOf, concludeStep } from './apply-step.ts';
import { auditRollout } from './audit-rollout.ts';

/**
 * Starts the rollout of a locked draft: validates every step in turn, checks the approvals of all steps together, and
 * applies the first one with the operations of the draft.
 *
 * @throws RequestError CONFLICT that names every conflict, or every problem, or the missing approvals
 */
export async function startRollout(
  change: Change,
  draft: ChangeSetRow,
  randomUuid: () => string,
): Promise<void> {
  const { tx, caller } = change;
  const rollout = await findRollout(tx, draft.id);
  if (rollout === undefined) {
    throw new RequestError('CONFLICT', 'The draft has no rollout. Plan it with PUT …/rollout.');
  }
  await assertAuthorsMayStill(tx, draft);
  const prepared = await prepareDraft(change, draft, randomUuid);
  const { steps, diffHash, whole } = prepared;
  const [first] = steps;
  if (first === undefined) throw new Error('a rollout without problems has no steps');
  await authorizeByApprovals(change, draft)({ environments: demandedBy(prepared), diffHash });
  await startRolloutRow(tx, {
    changeSetId: draft.id,
    userId: caller.userId,
    stepsHash: diffHash,
    diff: whole.diff,
    steps: steps.map(({ operations, diff }, index) => ({
      operation: index === 0 ? null : (operations[0] ?? null),
      diff,
    })),
  });
  const applied = await applyChangeSet(change, {
    projectId: draft.projectId,
    operations: first.operations,
    randomUuid,
    cause: causeOf(draft, 1),
    // The approvals of all steps were checked above, under the same lock.
    authorize: async () => undefined,
    refuse: (problems) => refuseProblems(toDraftProblems(problems, first.operations)),
  });
  auditRollout(change, draft, { state: 'running', steps: steps.length });
  await concludeStep(change, draft.id, rollout, 1, applied);
}
