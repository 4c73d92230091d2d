import type { Queryable, Transaction } from '../database/transaction.ts';

/** A person who signs in with a password. */
export interface PasswordRow {
  readonly userId: string;
  /** In the PHC string format. */
  readonly hash: string;
  readonly updatedAt: Date;
}

const columns = (sql: Queryable) => sql`p.user_id as "userId", p.hash, p.updated_at as "updatedAt"`;

/** The password of the person with this email address. */
export async function findPasswordByEmail(sql: Queryable, email: string): Promise<PasswordRow | undefined> {
  const [row] = await sql<PasswordRow[]>`
    select ${columns(sql)} from users u join passwords p on p.user_id = u.id
    where lower(u.email) = lower(${email}) and u.deleted_at is null and u.kind = 'person' and not u.is_system`;
  return row;
}

export async function findPassword(sql: Queryable, userId: string): Promise<PasswordRow | undefined> {
  const [row] = await sql<PasswordRow[]>`select ${columns(sql)} from passwords p where user_id = ${userId}`;
  return row;
}

/** Keeps a password from being changed until the transaction ends. @returns whether it is still this one */
export async function holdPassword(
  tx: Transaction,
  { userId, hash }: Pick<PasswordRow, 'userId' | 'hash'>,
): Promise<boolean> {
  const rows = await tx`select from passwords where user_id = ${userId} and hash = ${hash} for share`;
  return rows.length > 0;
}

/** Sets the password of a user in place of the one before. */
export async function putPassword(sql: Queryable, userId: string, hash: string): Promise<void> {
  await sql`
    insert into passwords (user_id, hash) values (${userId}, ${hash})
    on conflict (user_id) do update set hash = excluded.hash, updated_at = now()`;
}

export async function deletePassword(sql: Queryable, userId: string): Promise<void> {
  await sql`delete from passwords where user_id = ${userId}`;
}
