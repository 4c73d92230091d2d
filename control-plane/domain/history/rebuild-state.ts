import type { ProjectDiff } from '../../model/project-change.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import {
  type BaselineState,
  type HistoryPart,
  readBaselines,
  readHistorySteps,
} from '../../store/change-sets/history-reader.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { groupBy } from '../change-set/group-by.ts';
import { mergeChanges } from '../change-set/merge-changes.ts';
import { placeStoredState, type StateParts } from '../change-set/stored-states.ts';

/**
 * The state of a project, or of a part of it, after an entry of its history: the baseline, and every change since then.
 * Must be called in a snapshot.
 *
 * @throws Error if a change does not fit the state that it meets: the history is not complete
 */
export async function rebuildState(sql: Queryable, part: HistoryPart): Promise<ProjectState> {
  const [baselines, steps] = await Promise.all([readBaselines(sql, part), readHistorySteps(sql, part)]);
  const byNumber = groupBy(baselines, ({ number }) => number);
  let parts = withBaseline({ flags: new Map(), segments: new Map() }, byNumber.get(0));
  for (const { number, environmentKeys, diff } of steps) {
    for (const key of environmentKeys) parts = withoutEnvironment(parts, key);
    parts = withBaseline(parts, byNumber.get(number));
    parts = withChanges(parts, ofPart(diff, part), number);
  }
  const environments = new Set([...parts.flags.values()].flatMap((flag) => [...flag.configurations.keys()]));
  return { environments: [...environments].sort(), ...parts };
}

function withBaseline(
  { flags, segments }: StateParts,
  rows: readonly BaselineState[] | undefined,
): StateParts {
  if (rows === undefined) return { flags, segments };
  const parts = { flags: new Map(flags), segments: new Map(segments) };
  // A row holds all of a flag or a segment: nothing of an earlier one with this key stays, and without a state there is none.
  for (const row of rows) {
    if (row.kind === 'flag') parts.flags.delete(row.key);
    if (row.kind === 'segment') parts.segments.delete(row.key);
  }
  // Flags come before their configurations.
  for (const row of rows) if (row.kind !== 'configuration') placeStoredState(parts, row);
  for (const row of rows) if (row.kind === 'configuration') placeStoredState(parts, row);
  return parts;
}

function withoutEnvironment({ flags, segments }: StateParts, environmentKey: string): StateParts {
  const reduced = [...flags].map(([key, flag]): [string, FlagState] => {
    const configurations = new Map(flag.configurations);
    configurations.delete(environmentKey);
    return [key, { ...flag, configurations }];
  });
  return { flags: new Map(reduced), segments };
}

function withChanges(parts: StateParts, diff: ProjectDiff, number: number): StateParts {
  const { state, conflicts } = mergeChanges({ environments: [], ...parts }, diff);
  if (conflicts.length > 0) {
    throw new Error(`entry ${number} of the history does not fit the state before it`);
  }
  return { flags: new Map(state.flags), segments: new Map(state.segments) };
}

function ofPart(diff: ProjectDiff, { flagKeys, segmentKeys }: HistoryPart): ProjectDiff {
  if (flagKeys === undefined && segmentKeys === undefined) return diff;
  return diff.filter((change) =>
    'flagKey' in change ? flagKeys?.includes(change.flagKey) : segmentKeys?.includes(change.segmentKey),
  );
}
