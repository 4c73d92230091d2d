import type { References } from '../decide/compiled-flag-set.ts';

/** Gathers the keys that a plan refers to, and gives each its place in the links. */
export interface ReferenceList {
  readonly flag: (key: string) => number;
  readonly segment: (key: string) => number;
  readonly gathered: () => References;
}

/** What most plans have: made once. */
const NO_REFERENCES: References = { flags: [], segments: [] };

export function referenceList(): ReferenceList {
  let flags: Map<string, number> | null = null;
  let segments: Map<string, number> | null = null;
  return {
    flag: (key) => {
      flags ??= new Map();
      return placeOf(flags, key);
    },
    segment: (key) => {
      segments ??= new Map();
      return placeOf(segments, key);
    },
    gathered: () =>
      flags === null && segments === null
        ? NO_REFERENCES
        : { flags: [...(flags?.keys() ?? [])], segments: [...(segments?.keys() ?? [])] },
  };
}

function placeOf(places: Map<string, number>, key: string): number {
  const place = places.get(key) ?? places.size;
  places.set(key, place);
  return place;
}
