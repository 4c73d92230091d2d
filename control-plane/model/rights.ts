import { type Caller, isAtLeast, type Right, type Role } from './role.ts';

/** What a right is about. */
export type RightsScope =
  | { readonly kind: 'installation' }
  | { readonly kind: 'project'; readonly projectId: string }
  | { readonly kind: 'environment'; readonly projectId: string; readonly environmentKey: string }
  /** At least one environment of the project. */
  | { readonly kind: 'anyEnvironment'; readonly projectId: string };

/** Whether the caller has at least this role in the scope. */
export function can(caller: Caller, scope: RightsScope, required: Role): boolean {
  return isAtLeast(effectiveRole(caller, scope), required);
}

/**
 * The role that counts for an action: the highest of the roles in the installation, the project and the environment. A
 * grant never lowers. A role in any environment lets its holder read the project. A token never gives more than its user
 * has: one that is read-only gives at most viewer, and one for another project gives nothing.
 */
export function effectiveRole(caller: Caller, scope: RightsScope): Role | null {
  if (scope.kind === 'installation')
    return caller.onlyProjectId === null ? withinToken(caller, caller.role) : null;
  if (caller.onlyProjectId !== null && caller.onlyProjectId !== scope.projectId) return null;
  const granted = caller.projectId === scope.projectId ? caller.grants : [];
  const roles = granted.map(({ environmentKey, role }) =>
    environmentKey === null ||
    scope.kind === 'anyEnvironment' ||
    (scope.kind === 'environment' && scope.environmentKey === environmentKey)
      ? role
      : 'viewer',
  );
  return withinToken(caller, roles.reduce(higherRole, caller.role));
}

/**
 * Whether the caller has a right that not everyone with the same role has: admins of the scope have it, and users whose
 * role in the project or the environment carries it. A token that is read-only gives those that it carries itself, if its
 * user has them.
 */
export function hasRight(
  caller: Caller,
  scope: Extract<RightsScope, { kind: 'project' | 'environment' }>,
  right: Right,
): boolean {
  if (caller.isReadOnly && !caller.tokenRights.includes(right)) return false;
  const role = effectiveRole({ ...caller, isReadOnly: false }, scope);
  if (role === null) return false;
  if (isAtLeast(role, 'admin')) return true;
  if (caller.projectId !== scope.projectId) return false;
  const environmentKey = scope.kind === 'environment' ? scope.environmentKey : null;
  return caller.grants.some(
    (grant) =>
      grant.rights.includes(right) &&
      (grant.environmentKey === null || grant.environmentKey === environmentKey),
  );
}

function withinToken({ isReadOnly }: Caller, role: Role | null): Role | null {
  return isReadOnly && role !== null ? 'viewer' : role;
}

function higherRole(one: Role | null, other: Role): Role {
  return one !== null && isAtLeast(one, other) ? one : other;
}
