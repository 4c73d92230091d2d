import { RequestError } from '../../model/request-error.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { applyChangeSet } from '../apply/apply-change-set.ts';
import type { Change } from '../change/change.ts';
import { refuseProblems } from '../drafts/apply-draft.ts';
import { toDraftProblems } from '../drafts/draft-problems.ts';
import { operationsToRevert, revertName } from '../drafts/revert-change-set.ts';

/**
 * Takes every applied step of a stopped rollout back, as one entry of the history. What others have changed since then
 * stays.
 *
 * @throws RequestError CONFLICT if the environment is protected, nothing is left to take back, or others have changed
 * the same members since then
 */
export async function revertRollout(
  change: Change,
  changeSet: ChangeSetRow,
  randomUuid: () => string,
): Promise<void> {
  const { operations } = await operationsToRevert(change, changeSet);
  await applyChangeSet(change, {
    projectId: changeSet.projectId,
    operations,
    randomUuid,
    cause: { kind: 'revert', name: revertName(changeSet), changeSetId: changeSet.id },
    authorize: async ({ environments }) => {
      const names = environments.map(({ key }) => `"${key}"`).join(', ');
      throw new RequestError(
        'CONFLICT',
        `The way back is for readers of protected environments (${names}), so it needs approvals. Stop with {"revert": false}, then make a draft of the way back with POST …/revert and request its review. An admin may apply that draft with POST …/break-glass.`,
      );
    },
    refuse: (problems) => refuseProblems(toDraftProblems(problems, operations)),
  });
}
