import { findCycle } from '../../../shared/evaluation/index.ts';

/**
 * A cycle of references that contains `key`, as its keys from `key` to `key`: `['a', 'b', 'a']`. Empty if the first
 * cycle that is found does not contain `key`.
 */
export function cycleThrough(
  key: string,
  references: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const cycle = findCycle(references) ?? [];
  const index = cycle.indexOf(key);
  if (index < 0) return [];
  return [...cycle.slice(index, -1), ...cycle.slice(0, index), key];
}
