import type { IdempotentAttempt } from './idempotency.ts';

/** In ascending order: a role may do what every lower role may do. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A service account is a program: it has API tokens, and never approves a change. */
export const USER_KINDS = ['person', 'service'] as const;
export type UserKind = (typeof USER_KINDS)[number];

/** Rights that a role does not give to everyone who has it. `contexts:read`: attributes, targeting keys and values of users. */
export const RIGHTS = ['contexts:read'] as const;
export type Right = (typeof RIGHTS)[number];

/** A role in a project. */
export interface GrantedRole {
  /** `null`: in the whole project. */
  readonly environmentKey: string | null;
  readonly role: Role;
  readonly rights: readonly Right[];
}

/** The user of an API token, with the rights that the token carries. */
export interface Caller {
  readonly userId: string;
  readonly kind: UserKind;
  /** The role in the installation; `null`: none. */
  readonly role: Role | null;
  /** The project that the request names. */
  readonly projectId: string | null;
  /** The user's roles in this project. */
  readonly grants: readonly GrantedRole[];
  /** The only project that the token may be used for; `null`: all. */
  readonly onlyProjectId: string | null;
  readonly isReadOnly: boolean;
  /** The rights that a read-only token gives, as far as its user has them. Other tokens give all rights of their users. */
  readonly tokenRights: readonly Right[];
  /** Present if the request has an `Idempotency-Key`: committed with its change. */
  readonly attempt?: IdempotentAttempt;
  /** Whether the request allows what connected readers do not understand. */
  readonly allowsUnsupported?: boolean;
}

/** A user with a role in the installation and with nothing else. */
export const callerWithRole = (userId: string, role: Role | null, kind: UserKind = 'person'): Caller => ({
  userId,
  kind,
  role,
  projectId: null,
  grants: [],
  onlyProjectId: null,
  isReadOnly: false,
  tokenRights: [],
});

export function isAtLeast(role: Role | null, required: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(required);
}
