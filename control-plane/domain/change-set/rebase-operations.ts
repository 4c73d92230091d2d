import type { Operation } from '../../model/operation.ts';
import type { MergeConflict } from '../../model/project-change.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { applyOperations } from './apply-operations.ts';
import { diffStates } from './diff-states.ts';
import { mergeChanges } from './merge-changes.ts';
import { operationsBetween } from './operations-between.ts';

/** Operations that do in the current state what others did in an older one, and what of it cannot be done. */
export interface RebasedOperations {
  readonly operations: readonly Operation[];
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Merges operations three ways, member by member, into a state that has moved on. Members are the fields of a flag, what
 * a configuration holds (each variation, prerequisite and rule by itself) and the members of a segment.
 *
 * @param base the state that the operations were made from
 */
export function rebaseOperations(
  operations: readonly Operation[],
  base: ProjectState,
  current: ProjectState,
  randomUuid: () => string,
): RebasedOperations {
  const { after } = applyOperations(base, operations, randomUuid);
  const { state, conflicts } = mergeChanges(current, diffStates(base, after));
  return { operations: operationsBetween(current, state), conflicts };
}
