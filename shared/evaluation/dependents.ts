import type { KeyedStore } from './keyed-store.ts';

/** What one flag or segment referred to before a change, and after it. */
export interface ReferenceChange {
  readonly key: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** For each key, who refers to it: brought up to date. */
export function withChangedReferences(
  dependents: KeyedStore<readonly string[]>,
  changes: Iterable<ReferenceChange>,
): KeyedStore<readonly string[]> {
  const edited = new Map<string, Set<string>>();
  const edit = (target: string): Set<string> => {
    const keys = edited.get(target) ?? new Set(dependents.get(target));
    edited.set(target, keys);
    return keys;
  };
  for (const { key, before, after } of changes) {
    if (isSameList(before, after)) continue;
    for (const target of before) edit(target).delete(key);
    for (const target of after) edit(target).add(key);
  }
  return dependents.with(
    new Map([...edited].map(([target, keys]) => [target, keys.size === 0 ? undefined : [...keys]])),
  );
}

/** The given keys and all that refer to them, directly or over others. */
export function dependentsOf(
  keys: Iterable<string>,
  dependents: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set(keys);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const key of reached) for (const dependent of dependents.get(key) ?? []) reached.add(dependent);
  return reached;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
