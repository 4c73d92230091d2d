import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import { roleOfGroups } from '../../model/group-roles.ts';
import { OidcError, type OidcPerson, type OidcSettings } from '../../model/oidc.ts';
import { callerWithRole, type Role } from '../../model/role.ts';
import { deleteSessionsOfUser } from '../../store/access/sessions.ts';
import { findUserOfIdentity, insertIdentity } from '../../store/access/user-identities.ts';
import {
  hasWorkingAdmin,
  insertUser,
  isEmailTaken,
  lockUsers,
  SYSTEM_USER_ID,
  type UserFields,
  type UserRow,
  updateUser,
} from '../../store/access/users.ts';
import type { AuditedResource } from '../../store/changes/audit-entries.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';

/** The user of a person who signs in. */
export interface OidcUser {
  readonly userId: string;
  /** Whether the groups take the role of admin away from the last admin, who keeps it. */
  readonly isKeptAdmin: boolean;
}

const SYSTEM = callerWithRole(SYSTEM_USER_ID, 'admin', 'service');

/**
 * The user of a person at the provider, with the name, the email address and the role that the provider says now. A person
 * who signs in for the first time gets a new user: a user with the same email address is another one.
 *
 * @throws OidcError NO_ROLE if no group gives a role: the user, if there is one, loses the role in the installation and
 * all sessions
 */
export async function signInOidcUser(
  deps: DomainDeps,
  { groupRoles }: Pick<OidcSettings, 'groupRoles'>,
  person: OidcPerson,
): Promise<OidcUser> {
  const given = roleOfGroups(groupRoles, person.groups);
  const role = given === undefined || given === 'none' ? null : given;
  const known = await findUserOfIdentity(deps.sql, person);
  const isCurrent = known !== undefined && isJsonEqual(fieldsOf(known), { ...claimedFields(person), role });
  if (given === undefined) {
    if (known !== undefined) await runChange(deps, SYSTEM, (change) => takeRoleAway(change, person));
    throw new OidcError('NO_ROLE', 'none of the groups of the person is in OIDC_GROUP_ROLES');
  }
  if (isCurrent) return { userId: known.id, isKeptAdmin: false };
  return runChange(deps, SYSTEM, (change) => createOrUpdate(change, person, role));
}

async function createOrUpdate(change: Change, person: OidcPerson, role: Role | null): Promise<OidcUser> {
  await lockUsers(change.tx);
  const known = await findUserOfIdentity(change.tx, person);
  if (known !== undefined) return update(change, known, person, role);
  const email = await freeEmail(change.tx, person.email);
  const row = await insertUser(change.tx, { kind: 'person', name: person.name, email, role });
  await insertIdentity(change.tx, person, row.id);
  const newValue = { kind: row.kind, ...fieldsOf(row), issuer: person.issuer };
  change.audit('create', userResource(row.id), { newValue });
  return { userId: row.id, isKeptAdmin: false };
}

async function update(
  change: Change,
  user: UserRow,
  person: OidcPerson,
  role: Role | null,
): Promise<OidcUser> {
  const isKeptAdmin = await isLastAdmin(change, user, role);
  const email = await freeEmail(change.tx, person.email, user.id);
  await writeFields(change, user, { name: person.name, email, role: isKeptAdmin ? 'admin' : role });
  return { userId: user.id, isKeptAdmin };
}

async function takeRoleAway(change: Change, person: OidcPerson): Promise<void> {
  await lockUsers(change.tx);
  const user = await findUserOfIdentity(change.tx, person);
  if (user === undefined) return;
  if (!(await isLastAdmin(change, user, null)))
    await writeFields(change, user, { ...fieldsOf(user), role: null });
  await deleteSessionsOfUser(change.tx, user.id);
}

/** Without this admin the installation could not be managed any more. */
const isLastAdmin = async (change: Change, user: UserRow, role: Role | null): Promise<boolean> =>
  user.role === 'admin' && role !== 'admin' && !(await hasWorkingAdmin(change.tx, { userId: user.id }));

async function writeFields(change: Change, user: UserRow, newValue: UserFields): Promise<void> {
  const oldValue = fieldsOf(user);
  if (isJsonEqual(oldValue, newValue)) return;
  change.audit('update', userResource(user.id), { oldValue, newValue });
  await updateUser(change.tx, user.id, newValue);
}

/** The address, unless another user has it. */
async function freeEmail(sql: Queryable, email: string | null, userId?: string): Promise<string | null> {
  return email !== null && (await isEmailTaken(sql, email, userId)) ? null : email;
}

const fieldsOf = ({ email, name, role }: UserRow): UserFields => ({ email, name, role });

const claimedFields = ({ email, name }: OidcPerson) => ({ email, name });

const userResource = (resourceId: string): AuditedResource => ({
  projectId: null,
  resourceType: 'user',
  resourceId,
});
