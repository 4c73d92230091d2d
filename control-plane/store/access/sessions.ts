import type { Caller } from '../../model/role.ts';
import type { CurrentSession, SessionTimes, SignInMethod } from '../../model/session.ts';
import type { Queryable } from '../database/transaction.ts';
import { rightsOfUser } from './role-grants.ts';

/** A session, without the hash that names it. */
export interface SessionRow extends CurrentSession {
  /** The beginning of the `User-Agent` header of the sign-in. */
  readonly userAgent: string;
  /** At most a minute before the last use. */
  readonly lastUsedAt: Date;
  /** When it ends if it is not used again. */
  readonly idleExpiresAt: Date;
  /** When it ends in any case. */
  readonly expiresAt: Date;
}

export interface NewSessionRow extends SessionTimes {
  readonly userId: string;
  readonly hash: string;
  readonly how: SignInMethod;
  readonly userAgent: string;
}

/** A session with its user, and what its use must record. */
export interface AuthenticatedSession extends Caller {
  readonly session: CurrentSession;
  /** Whether `last_used_at` is older than a minute. */
  readonly isUseDue: boolean;
}

const idleEnd = (sql: Queryable) => sql`last_used_at + make_interval(secs => idle_seconds)`;

const columns = (sql: Queryable) => sql`
  id, how, user_agent as "userAgent", created_at as "createdAt", last_used_at as "lastUsedAt",
  ${idleEnd(sql)} as "idleExpiresAt", expires_at as "expiresAt"`;

const isAlive = (sql: Queryable) => sql`expires_at > now() and ${idleEnd(sql)} > now()`;

/**
 * Adds a session of a person who is not deleted, and deletes the oldest ones of the same user beyond `kept`.
 *
 * @param endsHash the hash of a session that ends, whoever's it is
 * @returns `undefined` if there is no such person
 */
export async function insertSession(
  sql: Queryable,
  { userId, hash, how, userAgent, idleSeconds, lifetimeSeconds }: NewSessionRow,
  { kept, endsHash }: { readonly kept: number; readonly endsHash: string | undefined },
): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow[]>`
    with ended as (
      delete from sessions where hash = ${endsHash ?? null}::text
    ), oldest as (
      delete from sessions where id in (
        select id from sessions where user_id = ${userId} order by created_at desc, id desc offset ${kept - 1}
      )
    )
    insert into sessions (user_id, hash, how, user_agent, idle_seconds, expires_at)
    select id, ${hash}, ${how}, ${userAgent}, ${idleSeconds}, now() + make_interval(secs => ${lifetimeSeconds})
    from users where id = ${userId} and kind = 'person' and deleted_at is null and not is_system
    returning ${columns(sql)}`;
  return row;
}

/**
 * The session with this hash, and its user with the roles in a project.
 *
 * @returns `undefined` if the session is unknown or has ended, or its user is deleted
 */
export async function findSession(
  sql: Queryable,
  hash: string,
  projectId: string | undefined,
): Promise<AuthenticatedSession | undefined> {
  const [row] = await sql<
    (Omit<AuthenticatedSession, 'session'> &
      Omit<CurrentSession, 'id'> & { sessionId: string; isDeleted: boolean })[]
  >`
    select ${rightsOfUser(sql, projectId ?? null)}, s.id as "sessionId", s.how, s.created_at as "createdAt",
      s.last_used_at < now() - interval '1 minute' as "isUseDue"
    from (select * from sessions where hash = ${hash} and ${isAlive(sql)}) s
    join users u on u.id = s.user_id and u.deleted_at is null and u.kind = 'person'`;
  if (row === undefined) return undefined;
  const { sessionId, how, createdAt, isDeleted: _, ...caller } = row;
  return { ...caller, session: { id: sessionId, how, createdAt } };
}

/** Records that a session is used, at most once a minute. */
export async function recordSessionUse(sql: Queryable, id: string): Promise<void> {
  await sql`
    update sessions set last_used_at = now() where id = ${id} and last_used_at < now() - interval '1 minute'`;
}

/** One session of a user that has not ended. */
export async function findSessionRow(
  sql: Queryable,
  userId: string,
  id: string,
): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow[]>`
    select ${columns(sql)} from sessions where id = ${id} and user_id = ${userId} and ${isAlive(sql)}`;
  return row;
}

/** The sessions of a user that have not ended, newest first. @param before the id of the last one of the previous page */
export async function listSessions(
  sql: Queryable,
  userId: string,
  limit: number,
  before: string | undefined,
): Promise<readonly SessionRow[]> {
  return sql<SessionRow[]>`
    select ${columns(sql)} from sessions
    where user_id = ${userId} and ${isAlive(sql)}
      ${
        before === undefined
          ? sql``
          : sql`and (created_at, id) < (select created_at, id from sessions where id = ${before} and user_id = ${userId})`
      }
    order by created_at desc, id desc
    limit ${limit}`;
}

/** Ends one session of a user. @returns it; `undefined` if there is none */
export async function deleteSession(
  sql: Queryable,
  userId: string,
  id: string,
): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow[]>`
    delete from sessions where id = ${id} and user_id = ${userId} and ${isAlive(sql)} returning ${columns(sql)}`;
  return row;
}

/** Ends the session with this hash, if there is one. */
export async function deleteSessionByHash(sql: Queryable, hash: string): Promise<void> {
  await sql`delete from sessions where hash = ${hash}`;
}

/** Ends the sessions of a user. @param exceptId one that stays @returns how many */
export async function deleteSessionsOfUser(
  sql: Queryable,
  userId: string,
  exceptId?: string,
): Promise<number> {
  const { count } = await sql`
    delete from sessions
    where user_id = ${userId} ${exceptId === undefined ? sql`` : sql`and id <> ${exceptId}`}`;
  return count;
}
