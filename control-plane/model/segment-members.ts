import type { ListChanges } from './operation.ts';

/** Bounds of the lists of members of a segment, in targeting keys. Those of everything else: `limits.ts`. */
export const SEGMENT_MEMBER_LIMITS = {
  /** In one list: `included` or `excluded`. */
  list: 100_000,
  /** In one change of members, in all its lists together. */
  change: 10_000,
} as const;

/** What an error says about a list that is too long. */
export const TOO_MANY_MEMBERS = `A list of members may have at most ${SEGMENT_MEMBER_LIMITS.list} keys.`;

/** Members keep their order; new ones follow, in the order given. Returns the list itself if nothing changes. */
export function changeList(before: readonly string[], { add, remove }: ListChanges): readonly string[] {
  const present = new Set(before);
  const added = [...new Set(add)].filter((key) => !present.has(key));
  const gone = new Set(remove.filter((key) => present.has(key)));
  if (added.length === 0 && gone.size === 0) return before;
  return [...before.filter((key) => !gone.has(key)), ...added];
}

/** Whether a change leaves a list longer than its limit. A list that does not change may stay as long as it is. */
export const exceedsMemberLimit = (before: readonly string[], after: readonly string[]): boolean =>
  after !== before && after.length > SEGMENT_MEMBER_LIMITS.list;

/** How two lists of members differ, and the length of the second. */
export function listDifference(before: readonly string[], after: readonly string[]) {
  const [old, current] = [new Set(before), new Set(after)];
  return {
    added: after.filter((key) => !old.has(key)),
    removed: before.filter((key) => !current.has(key)),
    count: after.length,
  };
}
