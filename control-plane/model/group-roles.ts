import type { GroupRole } from './oidc.ts';
import { ROLES } from './role.ts';

/** In ascending order. */
const GROUP_ROLES: readonly GroupRole[] = ['none', ...ROLES];
const MAX_GROUPS = 1_000;

/**
 * Reads `group=role,group=role`. The last `=` of a part divides it, so a group may contain `=`. A comma in a group is written
 * as `%2C`, a percent sign as `%25`: groups are percent-decoded.
 *
 * @throws Error that says what is wrong, without the text
 */
export function parseGroupRoles(text: string): ReadonlyMap<string, GroupRole> {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > MAX_GROUPS) throw new Error(`must not have more than ${MAX_GROUPS} groups`);
  const roles = new Map<string, GroupRole>();
  for (const [index, part] of parts.entries()) {
    const at = part.lastIndexOf('=');
    const group = decoded(part.slice(0, Math.max(at, 0)), index);
    const role = GROUP_ROLES.find((each) => each === part.slice(at + 1));
    if (group === '' || role === undefined) {
      throw new Error(
        `must be groups with roles, divided by commas: sf-admins=admin,staff=viewer; roles are ${GROUP_ROLES.join(', ')} (part ${index + 1} is none)`,
      );
    }
    if (roles.has(group)) throw new Error(`names the group of part ${index + 1} twice`);
    roles.set(group, role);
  }
  return roles;
}

function decoded(group: string, index: number): string {
  try {
    return decodeURIComponent(group);
  } catch {
    throw new Error(`has a raw "%" in part ${index + 1}; write it as %25`);
  }
}

/** The highest of the roles that these groups give; `undefined` if none of them gives one. */
export function roleOfGroups(
  groupRoles: ReadonlyMap<string, GroupRole>,
  groups: readonly string[],
): GroupRole | undefined {
  const given = new Set(groups.map((group) => groupRoles.get(group)));
  return GROUP_ROLES.findLast((role) => given.has(role));
}
