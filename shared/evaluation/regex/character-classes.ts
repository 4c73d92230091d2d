import type { CodePointRanges } from './program.ts';

/** For each code point, which positions of a pattern take it. */
export interface CharacterClasses {
  /** The class of each ASCII character. */
  readonly ascii: Uint16Array;
  /** The first code points of the ranges from 128 on, ascending; the first is 128. */
  readonly starts: Int32Array;
  /** The class of each of those ranges. */
  readonly ids: Uint16Array;
  /** The positions that take a character of class `c`, as a set of bits: words `c * words` to `c * words + words - 1`. */
  readonly masks: Int32Array;
}

const ASCII_COUNT = 128;

/**
 * Divides all code points into classes that a pattern does not distinguish.
 *
 * @param takes by position, what it takes; positions with the same ranges share the object
 * @param words the length of a set of positions, in words of 32 bits
 */
export function characterClasses(
  takes: ReadonlyMap<number, CodePointRanges>,
  words: number,
): CharacterClasses {
  const toggles = togglesOf(takes, words);
  const current = new Int32Array(words);
  const masks: number[] = [];
  const idOf = new Map<string, number>();
  const ascii = new Uint16Array(ASCII_COUNT);
  const starts: number[] = [];
  const ids: number[] = [];
  const boundaries = [...toggles.keys(), 0, ASCII_COUNT].sort((a, b) => a - b);
  for (const [index, first] of boundaries.entries()) {
    const next = boundaries[index + 1] ?? Infinity;
    if (next === first) continue;
    for (const [word, bits] of (toggles.get(first) ?? []).entries())
      current[word] = (current[word] ?? 0) ^ bits;
    const key = current.join();
    const id = idOf.get(key) ?? idOf.size;
    if (id === idOf.size) masks.push(...current);
    idOf.set(key, id);
    if (first < ASCII_COUNT) {
      ascii.fill(id, first, next);
    } else {
      starts.push(first);
      ids.push(id);
    }
  }
  return {
    ascii,
    starts: Int32Array.from(starts),
    ids: Uint16Array.from(ids),
    masks: Int32Array.from(masks),
  };
}

/** By code point, the positions that begin or cease to take there, as a set of bits. */
function togglesOf(
  takes: ReadonlyMap<number, CodePointRanges>,
  words: number,
): ReadonlyMap<number, Int32Array> {
  const toggles = new Map<number, Int32Array>();
  for (const [ranges, positions] of positionsByRanges(takes, words)) {
    for (let index = 0; index + 1 < ranges.length; index += 2) {
      toggle(toggles, ranges[index] ?? 0, positions);
      toggle(toggles, (ranges[index + 1] ?? 0) + 1, positions);
    }
  }
  return toggles;
}

function positionsByRanges(
  takes: ReadonlyMap<number, CodePointRanges>,
  words: number,
): ReadonlyMap<CodePointRanges, Int32Array> {
  const byRanges = new Map<CodePointRanges, Int32Array>();
  for (const [position, ranges] of takes) {
    const positions = byRanges.get(ranges) ?? new Int32Array(words);
    addPosition(positions, 0, position);
    byRanges.set(ranges, positions);
  }
  return byRanges;
}

function toggle(toggles: Map<number, Int32Array>, codePoint: number, positions: Int32Array): void {
  const bits = toggles.get(codePoint);
  if (bits === undefined) {
    toggles.set(codePoint, positions.slice());
    return;
  }
  for (const [word, value] of positions.entries()) bits[word] = (bits[word] ?? 0) ^ value;
}

/** Adds a position to the set that begins at word `offset` of an array. */
export function addPosition(sets: Int32Array, offset: number, position: number): void {
  const word = offset + (position >>> 5);
  sets[word] = (sets[word] ?? 0) | (1 << (position & 31));
}

/** The class of a code point. */
export function classOf({ ascii, starts, ids }: CharacterClasses, codePoint: number): number {
  if (codePoint < ASCII_COUNT) return ascii[codePoint] ?? 0;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= codePoint) low = middle;
    else high = middle - 1;
  }
  return ids[low] ?? 0;
}
