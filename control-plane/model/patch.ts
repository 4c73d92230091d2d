/** Some members of `T`; those that are absent or `undefined` stay as they are. */
export type Patch<T> = { readonly [Member in keyof T]?: T[Member] | undefined };

export function applyPatch<T extends object>(base: T, patch: Patch<T>): T {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...base, ...given };
}
