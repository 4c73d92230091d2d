/** What the address of an audit log names. */
export interface AuditSearch {
  /** A kind of resource, as the API names it. */
  readonly about?: string | undefined;
}

/** Reads the search of an address; what is no text is left out. */
export function auditSearch({ about }: Readonly<Record<string, unknown>>): AuditSearch {
  return typeof about === 'string' && about.length <= 50 ? { about } : {};
}
