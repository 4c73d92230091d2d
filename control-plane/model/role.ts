export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The user behind an API token. */
export interface Caller {
  readonly userId: string;
  readonly role: Role;
}

/** Roles are ordered: whoever may do more may do what the others may. */
export function isAtLeast(role: Role, required: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(required);
}
