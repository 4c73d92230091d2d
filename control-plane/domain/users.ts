import { isJsonEqual } from '../../shared/model/json-equal.ts';
import type { Precondition } from '../model/entity-tag.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import type { Caller, UserKind } from '../model/role.ts';
import { revokeTokensOfUser } from '../store/access/api-tokens.ts';
import { deletePassword } from '../store/access/passwords.ts';
import { deleteGrantsOfUser } from '../store/access/role-grants.ts';
import { deleteSessionsOfUser } from '../store/access/sessions.ts';
import { deleteSignInLinks } from '../store/access/sign-in-links.ts';
import { deleteIdentitiesOfUser } from '../store/access/user-identities.ts';
import {
  deleteUser,
  findUser,
  hasWorkingAdmin,
  insertUser,
  isEmailTaken,
  listUsers,
  lockUsers,
  type NewUser,
  type UserFields,
  type UserRow,
  updateUser,
} from '../store/access/users.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';
import type { Queryable } from '../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound } from './change/or-not-found.ts';
import { auditGrant } from './grant-audit.ts';
import { type Page, readPage } from './page.ts';
import { auditedToken, tokenResource } from './token-audit.ts';

export type { UserRow } from '../store/access/users.ts';

export function createUsers(deps: DomainDeps) {
  const { sql } = deps;
  return {
    get: (id: string): Promise<UserRow> => requireUser(sql, id),

    list: (limit: number, after: string | undefined): Promise<Page<UserRow>> =>
      readPage(
        limit,
        (count) => listUsers(sql, count, after),
        (user) => user.id,
      ),

    create: (caller: Caller, user: NewUser): Promise<UserRow> =>
      runChange(deps, caller, (change) => create(change, user)),

    update: (
      caller: Caller,
      id: string,
      patch: Patch<UserFields>,
      precondition?: Precondition<UserRow>,
    ): Promise<UserRow> => runChange(deps, caller, (change) => update(change, id, patch, precondition)),

    /** The tokens and the sessions of the user stop working. */
    remove: (caller: Caller, id: string, precondition?: Precondition<UserRow>): Promise<void> =>
      runChange(deps, caller, (change) => remove(change, id, precondition)),
  };
}

/** @throws RequestError NOT_FOUND if there is no such user */
export function requireUser(sql: Queryable, id: string): Promise<UserRow> {
  return orNotFound(findUser(sql, id), `user ${id}`);
}

/** Locks all users and their tokens against other changes, then reads one. */
export async function lockUser(change: Change, id: string): Promise<UserRow> {
  await lockUsers(change.tx);
  return requireUser(change.tx, id);
}

/** @throws RequestError CONFLICT if only this user, or only this token, gives an admin access */
export async function assertAnotherAdmin(
  change: Change,
  except: { readonly userId: string } | { readonly tokenId: string },
): Promise<void> {
  if (await hasWorkingAdmin(change.tx, except)) return;
  throw new RequestError(
    'CONFLICT',
    'No other admin has a working token. Without one, this installation could not be managed any more.',
  );
}

const editableFields = ({ email, name, role }: UserFields): UserFields => ({ email, name, role });

const userResource = (resourceId: string): AuditedResource => ({
  projectId: null,
  resourceType: 'user',
  resourceId,
});

async function create(change: Change, user: NewUser): Promise<UserRow> {
  await lockUsers(change.tx);
  await assertEmail(change, user.kind, user.email);
  const row = await insertUser(change.tx, user);
  change.audit('create', userResource(row.id), { newValue: { kind: row.kind, ...editableFields(row) } });
  return row;
}

async function update(
  change: Change,
  id: string,
  patch: Patch<UserFields>,
  precondition: Precondition<UserRow> | undefined,
): Promise<UserRow> {
  const before = await lockUser(change, id);
  precondition?.(before);
  const oldValue = editableFields(before);
  const newValue = applyPatch(oldValue, patch);
  if (isJsonEqual(oldValue, newValue)) return before;
  if (newValue.email !== before.email) await assertEmail(change, before.kind, newValue.email, id);
  if (before.role === 'admin' && newValue.role !== 'admin') await assertAnotherAdmin(change, { userId: id });
  change.audit('update', userResource(id), { oldValue, newValue });
  return updateUser(change.tx, id, newValue);
}

async function remove(
  change: Change,
  id: string,
  precondition: Precondition<UserRow> | undefined,
): Promise<void> {
  const before = await lockUser(change, id);
  precondition?.(before);
  if (before.role === 'admin') await assertAnotherAdmin(change, { userId: id });
  const tokens = await revokeTokensOfUser(change.tx, id);
  const grants = await deleteGrantsOfUser(change.tx, id);
  await deleteSessionsOfUser(change.tx, id);
  await deleteSignInLinks(change.tx, id);
  await deletePassword(change.tx, id);
  await deleteIdentitiesOfUser(change.tx, id);
  await deleteUser(change.tx, id);
  change.audit('delete', userResource(id), { oldValue: editableFields(before) });
  for (const token of tokens)
    change.audit('revoke', tokenResource(token.id), { oldValue: auditedToken(token) });
  for (const grant of grants) {
    const { projectId, environmentKey } = grant;
    auditGrant(change, { projectId, userId: id, environmentKey }, grant, undefined);
  }
}

/** @throws RequestError INVALID_REQUEST if a person has no email address, CONFLICT if another user has it */
async function assertEmail(
  change: Change,
  kind: UserKind,
  email: string | null,
  exceptId?: string,
): Promise<void> {
  if (email === null) {
    if (kind === 'service') return;
    throw invalidRequest([{ path: 'email', message: 'is required for a person' }]);
  }
  if (!(await isEmailTaken(change.tx, email, exceptId))) return;
  throw new RequestError('CONFLICT', 'There is a user with this email address already.');
}
