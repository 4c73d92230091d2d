/** One change for every flag that a filter finds. */
export type BulkChange =
  | { readonly kind: 'enable' | 'disable'; readonly environmentKeys: readonly string[] }
  | { readonly kind: 'archive' }
  | { readonly kind: 'addTag' | 'removeTag'; readonly tag: string }
  /** `null`: none. */
  | { readonly kind: 'setOwner'; readonly owner: string | null };
