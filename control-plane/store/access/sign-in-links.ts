import { singleRow } from '../database/rows.ts';
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

export interface NewSignInLink extends Pick<SignInLinkRow, 'kind' | 'userId' | 'createdBy'> {
  readonly hash: string;
  readonly lifetimeSeconds: number;
}

const columns = (sql: Queryable) => sql`
  id, kind, user_id as "userId", created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"`;

/** Adds a link, and deletes the oldest ones of the same kind and user beyond `kept`. */
export async function insertSignInLink(
  sql: Queryable,
  { kind, userId, createdBy, hash, lifetimeSeconds }: NewSignInLink,
  kept: number,
): Promise<SignInLinkRow> {
  await sql`
    delete from sign_in_links where id in (
      select id from sign_in_links where user_id = ${userId} and kind = ${kind}
      order by created_at desc, id desc offset ${kept - 1}
    )`;
  const rows = await sql<SignInLinkRow[]>`
    insert into sign_in_links (kind, user_id, created_by, hash, expires_at)
    values (${kind}, ${userId}, ${createdBy}, ${hash}, now() + make_interval(secs => ${lifetimeSeconds}))
    returning ${columns(sql)}`;
  return singleRow(rows);
}

/** Uses a link up: of several attempts at once, one gets it. @returns `undefined` if it is unknown, used or expired */
export async function takeSignInLink(sql: Queryable, hash: string): Promise<SignInLinkRow | undefined> {
  const [row] = await sql<SignInLinkRow[]>`
    delete from sign_in_links where hash = ${hash} and expires_at > now() returning ${columns(sql)}`;
  return row;
}

/** The invitation of a user that can be used; a user has one at most. */
export async function findInvitation(sql: Queryable, userId: string): Promise<SignInLinkRow | undefined> {
  const [row] = await sql<SignInLinkRow[]>`
    select ${columns(sql)} from sign_in_links
    where user_id = ${userId} and kind = 'invitation' and expires_at > now()`;
  return row;
}

/** Deletes the links of a user. */
export async function deleteSignInLinks(sql: Queryable, userId: string): Promise<void> {
  await sql`delete from sign_in_links where user_id = ${userId}`;
}

/** Deletes the invitation of a user. @returns it, also if it has expired; `undefined` if there was none */
export async function deleteInvitation(sql: Queryable, userId: string): Promise<SignInLinkRow | undefined> {
  const [row] = await sql<SignInLinkRow[]>`
    delete from sign_in_links where user_id = ${userId} and kind = 'invitation' returning ${columns(sql)}`;
  return row;
}
