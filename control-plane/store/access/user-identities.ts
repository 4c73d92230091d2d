import type { Queryable, Transaction } from '../database/transaction.ts';
import type { UserRow } from './users.ts';

/** A person at a provider of OpenID Connect. */
export interface UserIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** The user of a person at a provider; `undefined` if there is none, or if it is deleted. */
export async function findUserOfIdentity(
  sql: Queryable,
  { issuer, subject }: UserIdentity,
): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select u.id, u.kind, u.email, u.name, u.role, u.created_at as "createdAt"
    from user_identities i join users u on u.id = i.user_id
    where i.issuer = ${issuer} and i.subject = ${subject} and u.deleted_at is null`;
  return row;
}

/** Gives a user to a person. The user that the person had is deleted. */
export async function insertIdentity(
  tx: Transaction,
  { issuer, subject }: UserIdentity,
  userId: string,
): Promise<void> {
  await tx`
    insert into user_identities (issuer, subject, user_id) values (${issuer}, ${subject}, ${userId})
    on conflict (issuer, subject) do update set user_id = excluded.user_id, created_at = now()`;
}

/** Forgets who a deleted user was. */
export async function deleteIdentitiesOfUser(tx: Transaction, userId: string): Promise<void> {
  await tx`delete from user_identities where user_id = ${userId}`;
}
