import type { ProjectState } from '../../model/project-state.ts';
import type { StoredState } from '../../model/stored-state.ts';
import type { ProjectSlice } from '../apply/load-slice.ts';
import type { SliceDemand } from '../apply/slice-demand.ts';
import { placeStoredState, type StateParts } from '../change-set/stored-states.ts';

/** The state of each flag, configuration and segment that operations name. It is `null` if it does not exist. */
export function basesOf({ state }: ProjectSlice, demand: SliceDemand): readonly StoredState<null>[] {
  const flags = [...demand.flagKeys].map((key): StoredState<null> => {
    const flag = state.flags.get(key);
    if (flag === undefined) return { kind: 'flag', key, state: null };
    const { key: _, configurations: __, ...fields } = flag;
    return { kind: 'flag', key, state: fields };
  });
  const configurations = [...demand.configurations].flatMap(([key, keys]) =>
    state.environments
      .filter((environmentKey) => keys === 'all' || keys.has(environmentKey))
      .map((environmentKey): StoredState<null> => {
        const configuration = state.flags.get(key)?.configurations.get(environmentKey);
        return { kind: 'configuration', key, environmentKey, state: configuration ?? null };
      }),
  );
  const segments = [...demand.segmentKeys].map((key): StoredState<null> => {
    const segment = state.segments.get(key);
    if (segment === undefined) return { kind: 'segment', key, state: null };
    const { key: _, ...content } = segment;
    return { kind: 'segment', key, state: content };
  });
  return [...flags, ...configurations, ...segments];
}

/** The state that a draft was made from. An environment that is deleted by now is no part of it. */
export function baseState(bases: readonly StoredState<null>[], { state }: ProjectSlice): ProjectState {
  const parts: StateParts = { flags: new Map(), segments: new Map() };
  for (const row of bases) if (row.kind !== 'configuration') placeStoredState(parts, row);
  for (const row of bases) {
    if (row.kind === 'configuration' && state.environments.includes(row.environmentKey)) {
      placeStoredState(parts, row);
    }
  }
  return { environments: state.environments, ...parts };
}
