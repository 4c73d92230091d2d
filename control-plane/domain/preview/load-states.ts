import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import type { EnvironmentRow } from '../../store/projects/environments.ts';
import { loadSlice } from '../apply/load-slice.ts';
import type { PreparedChangeSet } from '../apply/prepare-change-set.ts';
import { demandOfKeys } from '../apply/slice-demand.ts';
import type { LoadState } from '../evaluation/needed-state.ts';

type Loaded = Pick<ProjectState, 'flags' | 'segments'>;

/** Loads what is live, with the configurations of one environment. */
export function liveLoader(tx: Transaction, projectId: string, environment: EnvironmentRow): LoadState {
  return async (flagKeys, segmentKeys) =>
    (await loadSlice(tx, projectId, [environment], demandOfKeys(flagKeys, segmentKeys))).state;
}

/** Loads what would be live after a draft: what it changes, over what another loader finds. */
export function draftLoader({ applied }: Pick<PreparedChangeSet, 'applied'>, live: LoadState): LoadState {
  return async (flagKeys, segmentKeys) => {
    const loaded = await live(flagKeys, segmentKeys);
    return {
      flags: new Map(flagKeys.flatMap((key) => entryOf(key, flagAfter(applied, key, loaded)))),
      segments: new Map(segmentKeys.flatMap((key) => entryOf(key, segmentAfter(applied, key, loaded)))),
    };
  };
}

const entryOf = <Value>(key: string, value: Value | undefined): readonly (readonly [string, Value])[] =>
  value === undefined ? [] : [[key, value]];

function flagAfter(
  { before, after }: PreparedChangeSet['applied'],
  key: string,
  loaded: Loaded,
): FlagState | undefined {
  const live = loaded.flags.get(key);
  const changed = after.flags.get(key);
  if (changed === undefined) return before.flags.has(key) ? undefined : live;
  // The draft knows only the configurations that its operations name.
  return {
    ...changed,
    configurations: new Map([...(live?.configurations ?? []), ...changed.configurations]),
  };
}

function segmentAfter(
  { before, after }: PreparedChangeSet['applied'],
  key: string,
  loaded: Loaded,
): SegmentState | undefined {
  return after.segments.get(key) ?? (before.segments.has(key) ? undefined : loaded.segments.get(key));
}
