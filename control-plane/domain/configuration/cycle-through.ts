/**
 * A cycle of references as its keys from `key` to `key`: `['a', 'b', 'a']`. Empty if `key` is not on it.
 *
 * @param cycle as `findCycle` returns it; `null` if there is none
 */
export function cycleThrough(key: string, cycle: readonly string[] | null): readonly string[] {
  const index = cycle?.indexOf(key) ?? -1;
  if (cycle === null || index < 0) return [];
  return [...cycle.slice(index, -1), ...cycle.slice(0, index), key];
}
