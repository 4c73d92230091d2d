import type { References } from '../decide/compiled-flag-set.ts';

/** Collects the keys that a plan refers to. Each key gets the index that it has in the plan's links. */
export interface ReferenceList {
  readonly flag: (key: string) => number;
  readonly segment: (key: string) => number;
  readonly collected: () => References;
}

/** Shared by all plans that refer to nothing, which are the most. */
const NO_REFERENCES: References = { flags: [], segments: [] };

export function referenceList(): ReferenceList {
  let flags: Map<string, number> | null = null;
  let segments: Map<string, number> | null = null;
  return {
    flag: (key) => {
      flags ??= new Map();
      return indexFor(flags, key);
    },
    segment: (key) => {
      segments ??= new Map();
      return indexFor(segments, key);
    },
    collected: () =>
      flags === null && segments === null
        ? NO_REFERENCES
        : { flags: [...(flags?.keys() ?? [])], segments: [...(segments?.keys() ?? [])] },
  };
}

function indexFor(indexes: Map<string, number>, key: string): number {
  const index = indexes.get(key) ?? indexes.size;
  indexes.set(key, index);
  return index;
}
