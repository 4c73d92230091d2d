import type { ImmutableMap } from '../decide/immutable-map.ts';

/** What one flag or segment refers to before and after a change. */
export interface ReferenceChange {
  readonly key: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The keys that refer to each key, after the given changes. */
export function withReferenceChanges(
  dependents: ImmutableMap<readonly string[]>,
  changes: readonly ReferenceChange[],
): ImmutableMap<readonly string[]> {
  const edits = new Map<string, Edit>();
  const editOf = (target: string): Edit => {
    const edit = edits.get(target) ?? { added: new Set(), removed: new Set() };
    edits.set(target, edit);
    return edit;
  };
  for (const { key, before, after } of changes) {
    if (isSameList(before, after)) continue;
    for (const target of before) editOf(target).removed.add(key);
    for (const target of after) editOf(target).added.add(key);
  }
  const lists = new Map<string, readonly string[] | undefined>();
  for (const [target, { added, removed }] of edits) {
    const unchanged = dependents.get(target)?.filter((key) => !removed.has(key)) ?? [];
    const list = unchanged.concat([...added]);
    lists.set(target, list.length === 0 ? undefined : list);
  }
  return dependents.with(lists);
}

/** How the list of the keys that refer to one target changes. A key in both sets stays in the list. */
interface Edit {
  readonly added: Set<string>;
  readonly removed: Set<string>;
}

/**
 * Adds to `plans` the current plans of everything that refers to the given keys, directly or through others.
 *
 * @param keys may be the keys of `plans` itself: a Map's iterator also visits keys that are added on the way
 */
export function addDependents<Plan>(
  plans: Map<string, Plan | undefined>,
  keys: Iterable<string>,
  dependents: ReadonlyMap<string, readonly string[]>,
  currentPlan: (key: string) => Plan | undefined,
): void {
  for (const key of keys) {
    for (const dependent of dependents.get(key) ?? []) {
      if (!plans.has(dependent)) plans.set(dependent, currentPlan(dependent));
    }
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
