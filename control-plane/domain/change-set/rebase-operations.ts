import type { Operation } from '../../model/operation.ts';
import type { MergeConflict, ProjectDiff } from '../../model/project-change.ts';
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
  const changes = diffStates(base, after);
  const { state, conflicts } = mergeChanges(current, changes);
  return {
    operations: operationsBetween(current, state),
    conflicts: [...changesOfType(base, current, changes), ...conflicts],
  };
}

/** The changed flags that have been deleted and created again with another type: what is changed is not what was meant. */
function changesOfType(
  base: ProjectState,
  current: ProjectState,
  changes: ProjectDiff,
): readonly MergeConflict[] {
  const flagKeys = new Set(changes.flatMap((change) => ('flagKey' in change ? change.flagKey : [])));
  return [...flagKeys].flatMap((flagKey): readonly MergeConflict[] => {
    const [before, now] = [base.flags.get(flagKey), current.flags.get(flagKey)];
    if (before === undefined || now === undefined || before.type === now.type) return [];
    const type = { type: before.type };
    const change = { flagKey, member: 'flag' as const, before: type, after: type };
    return [{ change, current: { type: now.type } }];
  });
}
