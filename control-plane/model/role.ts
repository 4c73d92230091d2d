/** In ascending order: a role may do what every lower role may do. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The user of an API token. */
export interface Caller {
  readonly userId: string;
  readonly role: Role;
}

export function isAtLeast(role: Role, required: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(required);
}
