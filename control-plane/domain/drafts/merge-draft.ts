import type { Operation } from '../../model/operation.ts';
import type { ProjectChange } from '../../model/project-change.ts';
import type { DraftBase } from '../../model/stored-state.ts';
import type { ProjectSlice } from '../apply/load-slice.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import { applyOperations } from '../change-set/apply-operations.ts';
import { diffStates } from '../change-set/diff-states.ts';
import type { OperationProblem } from '../change-set/operation-problem.ts';
import { rebaseOperations } from '../change-set/rebase-operations.ts';
import { conflictView, type DraftConflict, replacedConflict } from './conflict-view.ts';
import { baseState, replacedBases } from './draft-bases.ts';

/** What a draft does in the state of now. */
export interface MergedDraft {
  /** Whether anything that the operations name has changed since they were made. */
  readonly isBehind: boolean;
  /** The operations as they are; merged with the changes of others if the draft is behind. */
  readonly operations: readonly Operation[];
  readonly conflicts: readonly DraftConflict[];
  /** Operations that could not even be applied to the state that they were made from. */
  readonly problems: readonly OperationProblem[];
}

/** Merges the operations of a draft three ways into the state of now. */
export function mergeDraft(
  operations: readonly Operation[],
  bases: readonly DraftBase[],
  slice: ProjectSlice,
  randomUuid: () => string,
): MergedDraft {
  const base = baseState(bases, slice);
  const isNamed = namedBy(operations);
  const replaced = replacedBases(bases, slice)
    .map((each) => replacedConflict(each, operations))
    .filter((conflict) => conflict.operations.length > 0);
  if (replaced.length === 0 && !diffStates(base, slice.state).some(isNamed)) {
    return { isBehind: false, operations, conflicts: [], problems: [] };
  }
  const { problems } = applyOperations(base, operations, randomUuid);
  if (problems.length > 0) return { isBehind: true, operations, conflicts: replaced, problems };
  const rebased = rebaseOperations(operations, base, slice.state, randomUuid);
  const ofMembers = rebased.conflicts.map((conflict) => conflictView(conflict, operations));
  const pointers = new Set(replaced.map(({ pointer }) => pointer));
  return {
    isBehind: true,
    operations: rebased.operations,
    conflicts: [...replaced, ...ofMembers.filter(({ pointer }) => !pointers.has(pointer))],
    problems: [],
  };
}

/** Whether a change is of what operations name. The slice of a rollout also holds what its steps name. */
function namedBy(operations: readonly Operation[]): (change: ProjectChange) => boolean {
  const { flagKeys, segmentKeys, configurations } = demandOfOperations(operations);
  return (change) => {
    if ('segmentKey' in change) return segmentKeys.has(change.segmentKey);
    if (!('environmentKey' in change)) return flagKeys.has(change.flagKey);
    const keys = configurations.get(change.flagKey);
    return keys === 'all' || keys?.has(change.environmentKey) === true;
  };
}
