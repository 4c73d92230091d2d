import type { Role } from '../../model/role.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

/** Acts for the machine; made by the first migration. */
export const SYSTEM_USER_ID = '00000000-0000-0000-0000-000000000001';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
}

export type UserText = Pick<UserRow, 'email' | 'name' | 'role'>;

const columns = (sql: Queryable) => sql`id, email, name, role, created_at as "createdAt"`;

/** Changes of users happen one after the other, so that what is checked (the last admin) stays true. */
export async function lockUsers(tx: Transaction): Promise<void> {
  await tx`lock table users in share row exclusive mode`;
}

export async function insertUser(tx: Transaction, user: UserText): Promise<UserRow> {
  const rows = await tx<UserRow[]>`
    insert into users (email, name, role) values (${user.email}, ${user.name}, ${user.role})
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function updateUser(tx: Transaction, id: string, user: UserText): Promise<UserRow> {
  const rows = await tx<UserRow[]>`
    update users set email = ${user.email}, name = ${user.name}, role = ${user.role} where id = ${id}
    returning ${columns(tx)}`;
  return singleRow(rows);
}

/** Leaves a tombstone (the audit log names the user) and revokes the user's tokens. */
export async function deleteUser(tx: Transaction, id: string): Promise<void> {
  await tx`update api_tokens set revoked_at = now() where user_id = ${id} and revoked_at is null`;
  await tx`update users set deleted_at = now() where id = ${id}`;
}

/** People only: the system user is nobody's to change. */
export async function findUser(sql: Queryable, id: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select ${columns(sql)} from users where id = ${id} and deleted_at is null and not is_system`;
  return row;
}

/** @param exceptId not this one */
export async function isEmailTaken(sql: Queryable, email: string, exceptId?: string): Promise<boolean> {
  const rows = await sql`
    select from users
    where lower(email) = lower(${email}) and deleted_at is null
      ${exceptId === undefined ? sql`` : sql`and id <> ${exceptId}`}`;
  return rows.length > 0;
}

/** Whether an admin holds a token that works, apart from this user or this token: somebody who can undo a mistake. */
export async function hasWorkingAdmin(
  sql: Queryable,
  except: { readonly userId: string } | { readonly tokenId: string },
): Promise<boolean> {
  const rows = await sql`
    select from users u
    join api_tokens t on t.user_id = u.id
    where u.role = 'admin' and u.deleted_at is null and not u.is_system
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
      and ${'userId' in except ? sql`u.id <> ${except.userId}` : sql`t.id <> ${except.tokenId}`}
    limit 1`;
  return rows.length > 0;
}

/** By time of creation. @param after id of the last one of the page before */
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
