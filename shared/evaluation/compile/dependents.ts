import type { KeyedStore } from '../decide/immutable-map.ts';

/** What one flag or segment referred to before a change, and after it. */
export interface ReferenceChange {
  readonly key: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** For each key, who refers to it: brought up to date. */
export function withChangedReferences(
  dependents: KeyedStore<readonly string[]>,
  changes: readonly ReferenceChange[],
): KeyedStore<readonly string[]> {
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
    const kept = dependents.get(target)?.filter((key) => !removed.has(key)) ?? [];
    const list = kept.concat([...added]);
    lists.set(target, list.length === 0 ? undefined : list);
  }
  return dependents.with(lists);
}

/** What changes in the list of those that refer to one target; what is removed and added is added. */
interface Edit {
  readonly added: Set<string>;
  readonly removed: Set<string>;
}

/** Adds to `plans` the present plans of all that refers to the given keys, directly or over others. */
export function reachDependents<Plan>(
  plans: Map<string, Plan | undefined>,
  keys: Iterable<string>,
  dependents: ReadonlyMap<string, readonly string[]>,
  present: (key: string) => Plan | undefined,
): void {
  // The keys of a map are walked in the order of insertion, those that are added on the way included.
  for (const key of keys) {
    for (const dependent of dependents.get(key) ?? []) {
      if (!plans.has(dependent)) plans.set(dependent, present(dependent));
    }
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
