import type { Caller } from '../../model/role.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';

export interface ApiTokenRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** The last characters of the token. */
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewApiToken {
  readonly userId: string;
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  readonly expiresAt: Date | null;
}

const columns = (sql: Queryable) => sql`
  id, user_id as "userId", name, hint, created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt"`;

/** The user of the token with this hash; `undefined` if the token is unknown, revoked or expired, or its user deleted. */
export async function findCaller(sql: Queryable, hash: string): Promise<Caller | undefined> {
  const [row] = await sql<Caller[]>`
    select u.id as "userId", u.role
    from api_tokens t
    join users u on u.id = t.user_id and u.deleted_at is null
    where t.hash = ${hash} and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`;
  return row;
}

export async function insertApiToken(tx: Transaction, token: NewApiToken): Promise<ApiTokenRow> {
  const rows = await tx<ApiTokenRow[]>`
    insert into api_tokens (user_id, name, hash, hint, expires_at)
    values (${token.userId}, ${token.name}, ${token.hash}, ${token.hint}, ${token.expiresAt})
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function revokeApiToken(tx: Transaction, id: string): Promise<void> {
  await tx`update api_tokens set revoked_at = now() where id = ${id} and revoked_at is null`;
}

export async function findApiToken(
  sql: Queryable,
  userId: string,
  id: string,
): Promise<ApiTokenRow | undefined> {
  const [row] = await sql<ApiTokenRow[]>`
    select ${columns(sql)} from api_tokens where user_id = ${userId} and id = ${id}`;
  return row;
}

/** The tokens of a user, newest first. @param before the id of the last token of the previous page */
export async function listApiTokens(
  sql: Queryable,
  userId: string,
  limit: number,
  before: string | undefined,
): Promise<readonly ApiTokenRow[]> {
  return sql<ApiTokenRow[]>`
    select ${columns(sql)} from api_tokens
    where user_id = ${userId}
      ${
        before === undefined
          ? sql``
          : sql`and (created_at, id) < (
              select created_at, id from api_tokens where id = ${before} and user_id = ${userId}
            )`
      }
    order by created_at desc, id desc
    limit ${limit}`;
}

/**
 * Whether no token exists or existed. Locks the table until the transaction ends, so that only one of several control
 * planes that start on an empty database creates the first token.
 */
export async function isFirstToken(tx: Transaction): Promise<boolean> {
  await tx`lock table api_tokens in share row exclusive mode`;
  const rows = await tx`select from api_tokens limit 1`;
  return rows.length === 0;
}
