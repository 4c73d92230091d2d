import type { ProjectState } from '../../model/project-state.ts';
import type { DraftBase } from '../../model/stored-state.ts';
import type { ProjectSlice } from '../apply/load-slice.ts';
import type { SliceDemand } from '../apply/slice-demand.ts';
import { placeStoredState, type StateParts } from '../change-set/stored-states.ts';

/** The state of each flag, configuration and segment that operations name. It is `null` if it does not exist. */
export function basesOf(
  { state, flags: flagRows, segments: segmentRows, environments }: ProjectSlice,
  demand: SliceDemand,
): readonly DraftBase[] {
  const flags = [...demand.flagKeys].map((key): DraftBase => {
    const flag = state.flags.get(key);
    if (flag === undefined) return { kind: 'flag', key, state: null, resourceId: null };
    const { key: _, configurations: __, ...fields } = flag;
    return { kind: 'flag', key, state: fields, resourceId: flagRows.get(key)?.id ?? null };
  });
  const configurations = [...demand.configurations].flatMap(([key, keys]) =>
    environments
      .filter(({ key: environmentKey }) => keys === 'all' || keys.has(environmentKey))
      .map(({ id, key: environmentKey }): DraftBase => {
        const configuration = state.flags.get(key)?.configurations.get(environmentKey);
        return { kind: 'configuration', key, environmentKey, state: configuration ?? null, resourceId: id };
      }),
  );
  const segments = [...demand.segmentKeys].map((key): DraftBase => {
    const segment = state.segments.get(key);
    if (segment === undefined) return { kind: 'segment', key, state: null, resourceId: null };
    const { key: _, ...content } = segment;
    return { kind: 'segment', key, state: content, resourceId: segmentRows.get(key)?.id ?? null };
  });
  return [...flags, ...configurations, ...segments];
}

/** The state that a draft was made from. An environment that is deleted by now is no part of it. */
export function baseState(bases: readonly DraftBase[], { state }: ProjectSlice): ProjectState {
  const parts: StateParts = { flags: new Map(), segments: new Map() };
  for (const row of bases) if (row.kind !== 'configuration') placeStoredState(parts, row);
  for (const row of bases) {
    if (row.kind === 'configuration' && state.environments.includes(row.environmentKey)) {
      placeStoredState(parts, row);
    }
  }
  return { environments: state.environments, ...parts };
}

/** A flag, segment or environment that was deleted since a draft was made, and created again with its key. */
export interface ReplacedBase {
  readonly base: DraftBase;
  readonly currentId: string;
}

/** The bases whose flag, segment or environment is another one by now, although it has the same key. */
export function replacedBases(
  bases: readonly DraftBase[],
  { flags, segments, environments }: ProjectSlice,
): readonly ReplacedBase[] {
  const environmentIds = new Map(environments.map(({ id, key }) => [key, id]));
  const idOf = (base: DraftBase): string | undefined => {
    if (base.kind === 'flag') return flags.get(base.key)?.id;
    return base.kind === 'segment' ? segments.get(base.key)?.id : environmentIds.get(base.environmentKey);
  };
  return bases.flatMap((base) => {
    const currentId = idOf(base);
    const isReplaced = base.resourceId !== null && currentId !== undefined && currentId !== base.resourceId;
    return isReplaced ? { base, currentId } : [];
  });
}
