import type { References } from './compiled.ts';

/** Gathers the keys that a plan refers to, and gives each its place in the links. */
export interface ReferenceList {
  readonly flag: (key: string) => number;
  readonly segment: (key: string) => number;
  readonly gathered: References;
}

export function referenceList(): ReferenceList {
  const flags: string[] = [];
  const segments: string[] = [];
  return {
    flag: (key) => placeOf(flags, key),
    segment: (key) => placeOf(segments, key),
    gathered: { flags, segments },
  };
}

function placeOf(keys: string[], key: string): number {
  const place = keys.indexOf(key);
  return place >= 0 ? place : keys.push(key) - 1;
}
