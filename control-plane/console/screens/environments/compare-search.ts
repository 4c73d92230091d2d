/** What the address of the comparison names: keys of environments. */
export interface CompareSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Reads the search of an address; what is no text is left out. */
export function compareSearch({ from, to }: Readonly<Record<string, unknown>>): CompareSearch {
  return {
    ...(typeof from === 'string' ? { from } : {}),
    ...(typeof to === 'string' ? { to } : {}),
  };
}
