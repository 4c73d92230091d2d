import type { MergeConflict, ProjectChange, ProjectDiff } from '../../model/project-change.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { groupBy } from './group-by.ts';
import { type ChangeOfFlag, mergeFlag } from './merge-flag.ts';
import { type ChangeOfSegment, mergeSegment } from './merge-segment.ts';

/** The state after a merge, and the changes that are not in it. */
export interface MergedState {
  readonly state: ProjectState;
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Merges changes into a state that has moved on since they were made. A change of a member that is as it was is made; a
 * change that has been made already stays; any other is a conflict, and the member stays as it is.
 */
export function mergeChanges(current: ProjectState, changes: ProjectDiff): MergedState {
  const conflicts: MergeConflict[] = [];
  const flags = new Map(current.flags);
  const segments = new Map(current.segments);
  for (const [key, own] of groupBy(changes.filter(isOfFlag), ({ flagKey }) => flagKey)) {
    replace(flags, key, mergeFlag(key, current.flags.get(key), own, conflicts));
  }
  for (const [key, own] of groupBy(changes.filter(isOfSegment), ({ segmentKey }) => segmentKey)) {
    replace(segments, key, mergeSegment(current.segments.get(key), own, conflicts));
  }
  return { state: { environments: current.environments, flags, segments }, conflicts };
}

const isOfFlag = (change: ProjectChange): change is ChangeOfFlag => 'flagKey' in change;
const isOfSegment = (change: ProjectChange): change is ChangeOfSegment => 'segmentKey' in change;

function replace<State>(states: Map<string, State>, key: string, state: State | undefined): void {
  if (state === undefined) states.delete(key);
  else states.set(key, state);
}
