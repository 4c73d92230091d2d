import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { RequestError } from '../../model/request-error.ts';
import { type ChangeSetRow, readAppliedDiff } from '../../store/change-sets/change-sets.ts';
import { insertDraft } from '../../store/change-sets/draft-writer.ts';
import { readStepDiffs } from '../../store/change-sets/rollouts.ts';
import { loadSlice, type ProjectSlice } from '../apply/load-slice.ts';
import { demandOfDiff } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { invertDiff } from '../change-set/invert-diff.ts';
import { type MergedState, mergeChanges } from '../change-set/merge-changes.ts';
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
  const { projectId } = applied;
  const { slice, operations } = await operationsToRevert(change, applied);
  const draft = await insertDraft(change.tx, {
    projectId,
    userId: change.caller.userId,
    name: revertName(applied),
    description: '',
    reverts: applied.id,
  });
  await replaceOperations(change, draft, operations, slice);
  return saveDraft(change, draft);
}

export const revertName = ({ name, number }: ChangeSetRow): string =>
  `Revert ${name || `change set ${number}`}`.slice(0, LIMITS.name);

/**
 * What takes a change set back in the state of now; of a gradual rollout, every step that was applied. What it changed in
 * environments that are deleted by now is left out.
 *
 * @throws RequestError CONFLICT if it is not applied, if nothing is left to take back, or if others have changed the
 * same members since then
 */
export async function operationsToRevert(
  change: Change,
  applied: ChangeSetRow,
): Promise<{ readonly slice: ProjectSlice; readonly operations: readonly Operation[] }> {
  const applyingDiffs = await appliedDiffs(change, applied);
  if (applied.origin === 'environment') {
    throw new RequestError(
      'CONFLICT',
      'The creation or deletion of an environment cannot be reverted by a change set.',
    );
  }
  if (applied.origin === 'unrecorded') {
    throw new RequestError(
      'CONFLICT',
      'What an earlier release has changed is in the history as states, not as changes, so it cannot be reverted.',
    );
  }
  const { projectId } = applied;
  const environments = await change.lockEnvironments(projectId);
  const diffs = applyingDiffs.map((diff) => withoutOtherEnvironments(diff, environments));
  const slice = await loadSlice(change.tx, projectId, environments, demandOfDiff(diffs.flat()));
  const { state, conflicts } = takeBack(slice.state, diffs);
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
  return { slice, operations };
}

/** What a diff changes in environments that still exist, and in flags and segments themselves. */
const withoutOtherEnvironments = (
  diff: ProjectDiff,
  environments: readonly { readonly key: string }[],
): ProjectDiff =>
  diff.filter(
    (change) =>
      !('environmentKey' in change) || environments.some(({ key }) => key === change.environmentKey),
  );

/** What was applied, the newest first. */
async function appliedDiffs({ tx }: Change, applied: ChangeSetRow): Promise<readonly ProjectDiff[]> {
  if (applied.rolloutState !== null && applied.rolloutState !== 'planned') {
    return readStepDiffs(tx, applied.id);
  }
  const diff = await readAppliedDiff(tx, applied.id);
  if (diff !== undefined) return [diff];
  throw new RequestError(
    'CONFLICT',
    `The change set is ${applied.state}; only an applied one can be reverted.`,
  );
}

/** Takes changes back one after the other, the newest first. */
function takeBack(current: ProjectState, diffs: readonly ProjectDiff[]): MergedState {
  let merged: MergedState = { state: current, conflicts: [] };
  for (const diff of diffs) {
    const { state, conflicts } = mergeChanges(merged.state, invertDiff(diff));
    merged = { state, conflicts: [...merged.conflicts, ...conflicts] };
  }
  return merged;
}
