import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { RequestError } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  deleteUser,
  findUser,
  hasWorkingAdmin,
  insertUser,
  isEmailTaken,
  listUsers,
  lockUsers,
  type UserFields,
  type UserRow,
  updateUser,
} from '../store/access/users.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';
import type { Queryable } from '../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';

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

    create: (caller: Caller, user: UserFields): Promise<UserRow> =>
      runChange(deps, caller, (change) => create(change, user)),

    update: (caller: Caller, id: string, patch: Patch<UserFields>): Promise<UserRow> =>
      runChange(deps, caller, (change) => update(change, id, patch)),

    /** The tokens of the user stop working. */
    remove: (caller: Caller, id: string): Promise<void> =>
      runChange(deps, caller, (change) => remove(change, id)),
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

async function create(change: Change, user: UserFields): Promise<UserRow> {
  await lockUsers(change.tx);
  await assertEmailIsFree(change, user.email);
  const row = await insertUser(change.tx, user);
  change.audit('create', userResource(row.id), { newValue: editableFields(row) });
  return row;
}

async function update(change: Change, id: string, patch: Patch<UserFields>): Promise<UserRow> {
  const before = await lockUser(change, id);
  const oldValue = editableFields(before);
  const newValue = applyPatch(oldValue, patch);
  if (isJsonEqual(oldValue, newValue)) return before;
  await assertEmailIsFree(change, newValue.email, id);
  if (before.role === 'admin' && newValue.role !== 'admin') await assertAnotherAdmin(change, { userId: id });
  change.audit('update', userResource(id), { oldValue, newValue });
  return updateUser(change.tx, id, newValue);
}

async function remove(change: Change, id: string): Promise<void> {
  const before = await lockUser(change, id);
  if (before.role === 'admin') await assertAnotherAdmin(change, { userId: id });
  await deleteUser(change.tx, id);
  change.audit('delete', userResource(id), { oldValue: editableFields(before) });
}

async function assertEmailIsFree(change: Change, email: string, exceptId?: string): Promise<void> {
  if (!(await isEmailTaken(change.tx, email, exceptId))) return;
  throw new RequestError('CONFLICT', 'There is a user with this email address already.');
}
