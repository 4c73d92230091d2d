/** Some members of `T`. Members that are absent or `undefined` do not change. */
export type Patch<T> = { readonly [Member in keyof T]?: T[Member] | undefined };

export function applyPatch<T extends object>(base: T, patch: Patch<T>): T {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return { ...base, ...given };
}
