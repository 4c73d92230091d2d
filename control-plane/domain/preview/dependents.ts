/**
 * Keys with all that refer to them, directly or through others.
 *
 * @param references by key, the keys that it refers to
 */
export function withDependents(
  keys: Iterable<string>,
  references: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const referrers = new Map<string, string[]>();
  for (const [key, named] of references) {
    for (const each of named) {
      const known = referrers.get(each);
      if (known === undefined) referrers.set(each, [key]);
      else known.push(key);
    }
  }
  const found = new Set(keys);
  // A set visits what is added while it is iterated.
  for (const key of found) for (const referrer of referrers.get(key) ?? []) found.add(referrer);
  return found;
}
