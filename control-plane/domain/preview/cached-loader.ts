import type { FlagState, SegmentState } from '../../model/project-state.ts';
import type { LoadState } from '../evaluation/needed-state.ts';

/** Loads each flag and segment once. The same key gives the same object. */
export function cachedLoader(load: LoadState): LoadState {
  const flags = new Map<string, FlagState | undefined>();
  const segments = new Map<string, SegmentState | undefined>();
  return async (flagKeys, segmentKeys) => {
    const missing = [
      flagKeys.filter((key) => !flags.has(key)),
      segmentKeys.filter((key) => !segments.has(key)),
    ] as const;
    if (missing[0].length + missing[1].length > 0) {
      const loaded = await load(...missing);
      for (const key of missing[0]) flags.set(key, loaded.flags.get(key));
      for (const key of missing[1]) segments.set(key, loaded.segments.get(key));
    }
    return { flags: picked(flags, flagKeys), segments: picked(segments, segmentKeys) };
  };
}

function picked<Value>(
  known: ReadonlyMap<string, Value | undefined>,
  keys: readonly string[],
): ReadonlyMap<string, Value> {
  return new Map(
    keys.flatMap((key): (readonly [string, Value])[] => {
      const value = known.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
