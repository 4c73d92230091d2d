/** What an operator compares: a number (an instant, too), or a text that compares as the value that it encodes. */
export type OrderedKey = number | string;

/** All keys from `low` to `high`, both included. */
export interface Interval<Key extends OrderedKey> {
  readonly low: Key;
  readonly high: Key;
}

export function ascending<Key extends OrderedKey>(keys: Iterable<Key>): readonly Key[] {
  return [...keys].sort(compareKeys);
}

/** Intervals that overlap become one. The result is in ascending order. */
export function mergeIntervals<Key extends OrderedKey>(
  intervals: readonly Interval<Key>[],
): readonly Interval<Key>[] {
  const merged: { low: Key; high: Key }[] = [];
  for (const { low, high } of intervals.toSorted((a, b) => compareKeys(a.low, b.low))) {
    const last = merged.at(-1);
    if (last === undefined || last.high < low) merged.push({ low, high });
    else if (last.high < high) last.high = high;
  }
  return merged;
}

/** Whether any key lies in any interval. Both are in ascending order. Searches the longer list for each of the shorter. */
export function anyInIntervals<Key extends OrderedKey>(
  keys: readonly Key[],
  intervals: readonly Interval<Key>[],
): boolean {
  if (keys.length <= intervals.length) return keys.some((key) => isInIntervals(key, intervals));
  return intervals.some(({ low, high }) => {
    const key = keys[firstIndex(keys.length, (index) => (keys[index] ?? low) >= low)];
    return key !== undefined && key <= high;
  });
}

/** Whether a key lies in any of the intervals, which are merged. */
export function isInIntervals<Key extends OrderedKey>(
  key: Key,
  intervals: readonly Interval<Key>[],
): boolean {
  const interval = intervals[firstIndex(intervals.length, (index) => (intervals[index]?.high ?? key) >= key)];
  return interval !== undefined && interval.low <= key;
}

/** Whether any of the texts, in ascending order, begins with the prefix: those that do follow each other. */
export function anyStartsWith(texts: readonly string[], prefix: string): boolean {
  const text = texts[firstIndex(texts.length, (index) => (texts[index] ?? prefix) >= prefix)];
  return text?.startsWith(prefix) === true;
}

/** The first index, up to `length`, at which a condition holds that holds from some index on (binary search). */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function compareKeys(a: OrderedKey, b: OrderedKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
