import { credentialHash } from '../../model/api-credential.ts';
import type { Caller, Right } from '../../model/role.ts';
import { singleRow } from '../database/rows.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { grantsOfUser } from './role-grants.ts';

export interface ApiTokenRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** The last characters of the token. */
  readonly hint: string;
  /** The only project that it may be used for; `null`: all. */
  readonly onlyProjectId: string | null;
  readonly isReadOnly: boolean;
  /** Of a read-only token: the rights that it gives, as far as its user has them. */
  readonly rights: readonly Right[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** At most a minute before the last use. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewApiToken {
  readonly userId: string;
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  /** `null`: never; `undefined`: after {@link DEFAULT_DAYS} days. */
  readonly expiresAt: Date | null | undefined;
  readonly onlyProjectId: string | null;
  readonly isReadOnly: boolean;
  readonly rights: readonly Right[];
}

/** How long a token works if the request does not say. */
const DEFAULT_DAYS = 365;

const columns = (sql: Queryable) => sql`
  id, user_id as "userId", name, hint, only_project_id as "onlyProjectId", read_only as "isReadOnly", rights, created_at as "createdAt",
  expires_at as "expiresAt", last_used_at as "lastUsedAt",
  revoked_at as "revokedAt"`;

/** The user of a token, and what the use of the token must record. */
export interface AuthenticatedToken extends Caller {
  readonly tokenId: string;
  /** Whether `last_used_at` is older than a minute. */
  readonly isUseDue: boolean;
}

/**
 * The user of the token with this hash, with the roles in a project: at most one more than it has environments.
 *
 * @returns `undefined` if the token is unknown, revoked or expired, or its user deleted
 */
export async function findCaller(
  sql: Queryable,
  hash: string,
  projectId: string | undefined,
): Promise<AuthenticatedToken | undefined> {
  const [row] = await sql<AuthenticatedToken[]>`
    select u.id as "userId", u.kind, u.role, ${projectId ?? null}::text as "projectId", t.id as "tokenId",
      t.only_project_id as "onlyProjectId", t.read_only as "isReadOnly", t.rights as "tokenRights",
      coalesce(t.last_used_at < now() - interval '1 minute', true) as "isUseDue",
      ${grantsOfUser(sql, projectId ?? null)} as grants
    from api_tokens t
    join users u on u.id = t.user_id and u.deleted_at is null
    where t.hash in (${hash}, ${credentialHash(hash)})
      and t.hash = case when ${isNarrowed(sql)} then ${credentialHash(hash)} else ${hash} end
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`;
  return row;
}

const isNarrowed = (sql: Queryable) => sql`(t.only_project_id is not null or t.read_only)`;

/** The tokens of a user that are neither revoked nor expired. */
export async function countLiveApiTokens(sql: Queryable, userId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from api_tokens
    where user_id = ${userId} and revoked_at is null and (expires_at is null or expires_at > now())`;
  return row?.count ?? 0;
}

/** Records that a token is used, at most once a minute. */
export async function recordTokenUse(sql: Queryable, id: string): Promise<void> {
  await sql`
    update api_tokens set last_used_at = now()
    where id = ${id} and coalesce(last_used_at < now() - interval '1 minute', true)`;
}

export async function insertApiToken(tx: Transaction, token: NewApiToken): Promise<ApiTokenRow> {
  const { userId, name, hint, expiresAt, onlyProjectId, isReadOnly, rights } = token;
  // Earlier releases do not know the columns. They look for the hash, and must not find this token.
  const hash = isReadOnly || onlyProjectId !== null ? credentialHash(token.hash) : token.hash;
  const rows = await tx<ApiTokenRow[]>`
    insert into api_tokens (user_id, name, hash, hint, expires_at, only_project_id, read_only, rights)
    values (
      ${userId}, ${name}, ${hash}, ${hint},
      ${expiresAt === undefined ? tx`now() + make_interval(days => ${DEFAULT_DAYS})` : expiresAt},
      ${onlyProjectId}, ${isReadOnly}, ${[...rights]}
    )
    returning ${columns(tx)}`;
  return singleRow(rows);
}

export async function revokeApiToken(tx: Transaction, id: string): Promise<void> {
  await tx`update api_tokens set revoked_at = now() where id = ${id} and revoked_at is null`;
}

/** Revokes every token of a user. @returns them as they were */
export async function revokeTokensOfUser(tx: Transaction, userId: string): Promise<readonly ApiTokenRow[]> {
  const tokens = await tx<ApiTokenRow[]>`
    select ${columns(tx)} from api_tokens where user_id = ${userId} and revoked_at is null order by id`;
  await tx`update api_tokens set revoked_at = now() where user_id = ${userId} and revoked_at is null`;
  return tokens;
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
