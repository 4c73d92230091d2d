import type { Role, UserKind } from '../../model/role.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** The user of changes that the control plane makes itself. The first migration creates it. */
export const SYSTEM_USER_ID = '00000000-0000-0000-0000-000000000001';

export interface UserRow {
  readonly id: string;
  readonly kind: UserKind;
  /** `null` only for a service account. */
  readonly email: string | null;
  readonly name: string;
  /** The role in the installation; `null`: none. */
  readonly role: Role | null;
  readonly createdAt: Date;
}

export type UserFields = Pick<UserRow, 'email' | 'name' | 'role'>;

export type NewUser = UserFields & Pick<UserRow, 'kind'>;

const columns = (sql: Queryable) => sql`id, kind, email, name, role, created_at as "createdAt"`;

/** Serialises changes of users, so that a checked condition (another admin exists) holds until the commit. */
export async function lockUsers(tx: Transaction): Promise<void> {
  await tx`lock table users in share row exclusive mode`;
}

export async function insertUser(tx: Transaction, user: NewUser): Promise<UserRow> {
  const rows = await tx<UserRow[]>`
    insert into users (kind, email, name, role)
    values (${user.kind}, ${user.email}, ${user.name}, ${user.role})
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function updateUser(tx: Transaction, id: string, user: UserFields): Promise<UserRow> {
  const rows = await tx<UserRow[]>`
    update users set email = ${user.email}, name = ${user.name}, role = ${user.role} where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Marks the user as deleted. The row remains, because audit entries refer to it. */
export async function deleteUser(tx: Transaction, id: string): Promise<void> {
  await tx`update users set deleted_at = now() where id = ${id}`;
}

/**
 * Replaces the name, or the email address, of deleted users who have this one. Their audit entries and tokens refer to them.
 *
 * @returns their ids
 */
export async function eraseDeletedUsers(tx: Transaction, value: string): Promise<readonly string[]> {
  const rows = await tx<{ id: string }[]>`
    update users set
      name = case when name = ${value} then 'erased' else name end,
      email = case when email = ${value} then 'erased-' || id || '@localhost' else email end
    where deleted_at is not null and not is_system and ${value} in (name, email)
    returning id`;
  return rows.map(({ id }) => id);
}

/** Does not find the system user, which cannot be changed. */
export async function findUser(sql: Queryable, id: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select ${columns(sql)} from users where id = ${id} and deleted_at is null and not is_system`;
  return row;
}

/** The person with this email address; not a service account. */
export async function findPersonByEmail(sql: Queryable, email: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select ${columns(sql)} from users
    where lower(email) = lower(${email}) and kind = 'person' and deleted_at is null and not is_system`;
  return row;
}

/** @param exceptId a user whose own email address does not count */
export async function isEmailTaken(sql: Queryable, email: string, exceptId?: string): Promise<boolean> {
  const rows = await sql`
    select from users
    where lower(email) = lower(${email}) and deleted_at is null
      ${exceptId === undefined ? sql`` : sql`and id <> ${exceptId}`}`;
  return rows.length > 0;
}

/** Whether an admin has a working token with all of an admin's rights, not counting this user or this token. */
export async function hasWorkingAdmin(
  sql: Queryable,
  except: { readonly userId: string } | { readonly tokenId: string },
): Promise<boolean> {
  const rows = await sql`
    select from users u
    join api_tokens t on t.user_id = u.id
    where u.role = 'admin' and u.deleted_at is null and not u.is_system
      and t.only_project_id is null and not t.read_only
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
      and ${'userId' in except ? sql`u.id <> ${except.userId}` : sql`t.id <> ${except.tokenId}`}
    limit 1`;
  return rows.length > 0;
}

/** Oldest first. @param after the id of the last user of the previous page */
export async function listUsers(
  sql: Queryable,
  limit: number,
  after: string | undefined,
): Promise<readonly UserRow[]> {
  return sql<UserRow[]>`
    select ${columns(sql)} from users
    where deleted_at is null and not is_system
      ${
        after === undefined
          ? sql``
          : sql`and (created_at, id) > (select created_at, id from users where id = ${after})`
      }
    order by created_at, id
    limit ${limit}`;
}
