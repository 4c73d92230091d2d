import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { ValueChange } from '../../model/project-change.ts';

/**
 * Merges two changes of the order of keys. Which keys exist is merged elsewhere; here each key keeps a place.
 *
 * @returns `undefined` if both sides have reordered the same keys differently
 */
export function mergeOrder(
  current: readonly string[],
  { before = [], after = [] }: ValueChange<readonly string[]>,
): readonly string[] | undefined {
  const common = (order: readonly string[]) =>
    order.filter((key) => before.includes(key) && current.includes(key) && after.includes(key));
  const isOurs = !isJsonEqual(common(before), common(after));
  const isTheirs = !isJsonEqual(common(before), common(current));
  if (isOurs && isTheirs && !isJsonEqual(common(after), common(current))) return undefined;
  return isOurs ? insertMissing(after, current) : insertMissing(current, after);
}

/** Inserts each key that only `other` has after the key that precedes it there. */
function insertMissing(order: readonly string[], other: readonly string[]): readonly string[] {
  const merged = [...order];
  other.forEach((key, index) => {
    if (merged.includes(key)) return;
    const predecessor = other.slice(0, index).findLast((each) => merged.includes(each));
    merged.splice(predecessor === undefined ? 0 : merged.indexOf(predecessor) + 1, 0, key);
  });
  return merged;
}
