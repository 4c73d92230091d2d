import type { Operation } from '../../model/operation.ts';
import { RequestError } from '../../model/request-error.ts';
import { type ChangeSetRow, readBases, readOperations } from '../../store/change-sets/change-sets.ts';
import { addBases, appendOperations, clearDraft } from '../../store/change-sets/draft-writer.ts';
import { findRollout, putRolloutPlan, type RolloutRow } from '../../store/change-sets/rollouts.ts';
import { applyChangeSet } from '../apply/apply-change-set.ts';
import { loadSlice, type ProjectSlice } from '../apply/load-slice.ts';
import type { Authorize } from '../apply/protected-changes.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { rolloutProbe } from '../change-set/rollout-steps.ts';
import { assertAuthorsMayStill, findAuthorProblems } from './author-rights.ts';
import { describeConflict } from './conflict-view.ts';
import { auditDraft } from './draft-audit.ts';
import { basesOf } from './draft-bases.ts';
import { type DraftProblem, toDraftProblems } from './draft-problems.ts';
import { saveDraft } from './edit-draft.ts';
import { type MergedDraft, mergeDraft } from './merge-draft.ts';
import { requireChangeSet } from './open-draft.ts';
import { type PreparedDraft, prepareSteps } from './prepare-steps.ts';

/**
 * Applies a locked draft, with an audit entry of its own. What has changed since its operations were made is kept: the operations are merged into it.
 *
 * @param authorize decides about changes of protected environments
 * @throws RequestError CONFLICT that names every conflict, or every problem, or what authors may not change any more
 */
export async function applyDraft(
  change: Change,
  draft: ChangeSetRow,
  randomUuid: () => string,
  authorize: Authorize,
): Promise<ChangeSetRow> {
  const operations = await operationsOf(change, draft);
  if (draft.rolloutState !== null) {
    throw new RequestError(
      'CONFLICT',
      'The draft has a gradual rollout. Start it with POST …/rollout/start, or remove it with DELETE …/rollout.',
    );
  }
  if (operations.length === 0) {
    throw new RequestError('CONFLICT', 'The draft has no operations, so there is nothing to apply.');
  }
  const bases = await readBases(change.tx, draft.id);
  let applied: readonly Operation[] = operations;
  await applyChangeSet(change, {
    projectId: draft.projectId,
    operations,
    randomUuid,
    draftId: draft.id,
    authorize,
    assertAuthors: () => assertAuthorsMayStill(change.tx, draft),
    rebase: (slice) => {
      const merged = mergeDraft(operations, bases, slice, randomUuid);
      refuseConflicts(merged, operations);
      applied = merged.operations;
      return applied;
    },
    refuse: (problems) => refuseProblems(toDraftProblems(problems, applied)),
  });
  const after = await requireChangeSet(change.tx, { projectId: draft.projectId, changeSetId: draft.id });
  auditDraft(change, 'apply', [draft, after]);
  return after;
}

/**
 * Merges a locked draft into the state of now: its operations become those that are still to be done, and the caller
 * their author. A draft that is not behind stays as it is, unless an author may not change what it changes any more: then
 * the caller takes its operations and its rollout over.
 *
 * @throws RequestError CONFLICT that names every conflict
 */
export async function rebaseDraft(
  change: Change,
  draft: ChangeSetRow,
  randomUuid: () => string,
): Promise<ChangeSetRow> {
  const { operations, slice, merged, rollout } = await loadMerged(change, draft, randomUuid);
  const isTakenOver = (await findAuthorProblems(change.tx, draft)).length > 0;
  if (!merged.isBehind && !isTakenOver) return draft;
  refuseConflicts(merged, operations);
  if (isTakenOver && rollout !== undefined) {
    await putRolloutPlan(change.tx, { changeSetId: draft.id, userId: change.caller.userId }, rollout);
  }
  await replaceOperations(change, draft, merged.operations, slice);
  return saveDraft(change, draft);
}

/**
 * What a locked draft would do in the state of now.
 *
 * @throws RequestError CONFLICT that names every conflict, or every problem
 */
export async function prepareDraft(
  change: Change,
  draft: ChangeSetRow,
  randomUuid: () => string,
): Promise<PreparedDraft> {
  const { operations, slice, merged, rollout } = await loadMerged(change, draft, randomUuid);
  refuseConflicts(merged, operations);
  const prepared = await prepareSteps(change.tx, slice, merged.operations, rollout, randomUuid);
  if (prepared.problems.length > 0) refuseProblems(prepared.problems);
  return prepared;
}

/** Replaces the operations of a draft by others that are made from the state of now. */
export async function replaceOperations(
  { tx, caller }: Change,
  draft: ChangeSetRow,
  operations: readonly Operation[],
  slice: ProjectSlice,
): Promise<void> {
  await clearDraft(tx, draft.id);
  await appendOperations(tx, draft.id, 0, operations, caller.userId);
  await addBases(tx, draft.id, basesOf(slice, demandOfOperations(operations)));
}

async function operationsOf({ tx }: Change, draft: ChangeSetRow): Promise<readonly Operation[]> {
  return (await readOperations(tx, draft.id)).map(({ operation }) => operation);
}

/** The operations of a locked draft, and what they come to in the state of now. */
async function loadMerged(
  change: Change,
  draft: ChangeSetRow,
  randomUuid: () => string,
): Promise<{
  readonly operations: readonly Operation[];
  readonly slice: ProjectSlice;
  readonly merged: MergedDraft;
  readonly rollout: RolloutRow | undefined;
}> {
  const operations = await operationsOf(change, draft);
  const rollout = draft.rolloutState === null ? undefined : await findRollout(change.tx, draft.id);
  const named = rollout === undefined ? operations : [...operations, rolloutProbe(rollout)];
  const environments = await change.lockEnvironments(draft.projectId);
  const slice = await loadSlice(change.tx, draft.projectId, environments, demandOfOperations(named));
  const bases = await readBases(change.tx, draft.id);
  return { operations, slice, merged: mergeDraft(operations, bases, slice, randomUuid), rollout };
}

/** @throws RequestError CONFLICT that names every conflict, or every problem, if there is any */
export function refuseConflicts(
  { conflicts, problems }: MergedDraft,
  operations: readonly Operation[],
): void {
  if (problems.length > 0) refuseProblems(toDraftProblems(problems, operations));
  if (conflicts.length === 0) return;
  throw new RequestError(
    'CONFLICT',
    'Since the operations were made, others have changed the same members differently. GET …/problems shows each conflict with its three values. Remove the operations in conflict, and add them again as they should be now.',
    {
      faults: conflicts.map((conflict) => ({ path: conflict.pointer, message: describeConflict(conflict) })),
    },
  );
}

/** @throws RequestError CONFLICT that names every problem */
export function refuseProblems(problems: readonly DraftProblem[]): never {
  throw new RequestError('CONFLICT', 'The change set cannot be applied to the state of now.', {
    faults: problems.map(({ pointer, message }) => ({ path: pointer, message })),
  });
}
