import type { Queryable } from '../database/transaction.ts';

/** A link that signs in once. `invitation`: an admin has made it for somebody else, who may then set a password. */
export interface SignInLinkRow {
  readonly id: string;
  readonly kind: 'link' | 'invitation';
  readonly userId: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, kind, user_id as "userId", created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"`;

/** Uses a link up: of several attempts at once, one gets it. @returns `undefined` if it is unknown, used or expired */
export async function takeSignInLink(sql: Queryable, hash: string): Promise<SignInLinkRow | undefined> {
  const [row] = await sql<SignInLinkRow[]>`
    delete from sign_in_links where hash = ${hash} and expires_at > now() returning ${columns(sql)}`;
  return row;
}

/** Deletes the links of a user. */
export async function deleteSignInLinks(sql: Queryable, userId: string): Promise<void> {
  await sql`delete from sign_in_links where user_id = ${userId}`;
}
