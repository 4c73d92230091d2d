import { LIMITS } from '../../model/limits.ts';
import { RequestError } from '../../model/request-error.ts';
import { type ChangeSetRow, readAppliedDiff } from '../../store/change-sets/change-sets.ts';
import { insertDraft } from '../../store/change-sets/draft-writer.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { demandOfDiff } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { invertDiff } from '../change-set/invert-diff.ts';
import { mergeChanges } from '../change-set/merge-changes.ts';
import { operationsBetween } from '../change-set/operations-between.ts';
import { replaceOperations } from './apply-draft.ts';
import { conflictView, describeConflict } from './conflict-view.ts';
import { saveDraft } from './edit-draft.ts';

/**
 * Makes a draft that takes an applied change set back. What others have changed since then stays as it is.
 *
 * @throws RequestError CONFLICT if it is not applied, if nothing is left to take back, or if others have changed the
 * same members since then
 */
export async function draftRevert(change: Change, applied: ChangeSetRow): Promise<ChangeSetRow> {
  const diff = await readAppliedDiff(change.tx, applied.id);
  if (diff === undefined) {
    throw new RequestError(
      'CONFLICT',
      `The change set is ${applied.state}; only an applied one can be reverted.`,
    );
  }
  if (applied.origin === 'environment') {
    throw new RequestError(
      'CONFLICT',
      'The creation or deletion of an environment cannot be reverted by a change set.',
    );
  }
  const { projectId } = applied;
  const environments = await change.lockEnvironments(projectId);
  const slice = await loadSlice(change.tx, projectId, environments, demandOfDiff(diff));
  const { state, conflicts } = mergeChanges(slice.state, invertDiff(diff));
  if (conflicts.length > 0) {
    throw new RequestError(
      'CONFLICT',
      'Others have changed the same members since the change set was applied.',
      {
        faults: conflicts
          .map((conflict) => conflictView(conflict, []))
          .map((conflict) => ({ path: conflict.pointer, message: describeConflict(conflict) })),
      },
    );
  }
  const operations = operationsBetween(slice.state, state);
  if (operations.length === 0) {
    throw new RequestError('CONFLICT', 'Nothing is left to revert: everything is as it was before.');
  }
  if (operations.length > LIMITS.changeSetOperations) {
    throw new RequestError(
      'CONFLICT',
      `The revert needs ${operations.length} operations; a change set has at most ${LIMITS.changeSetOperations}.`,
    );
  }
  const draft = await insertDraft(change.tx, {
    projectId,
    userId: change.caller.userId,
    name: `Revert ${applied.name || `change set ${applied.number}`}`.slice(0, LIMITS.name),
    description: '',
    reverts: applied.id,
  });
  await replaceOperations(change, draft, operations, slice);
  return saveDraft(change, draft);
}
