import { LIMITS } from '../../model/limits.ts';
import { resourceNotFound } from '../../model/request-error.ts';
import type { Caller, GrantedRole } from '../../model/role.ts';
import type { RequestCredential } from '../../model/session.ts';
import { findPassword } from '../../store/access/passwords.ts';
import { listGrantsOfUser } from '../../store/access/role-grants.ts';
import {
  deleteSession,
  deleteSessionByHash,
  deleteSessionsOfUser,
  findSessionRow,
  listSessions,
  type SessionRow,
} from '../../store/access/sessions.ts';
import type { UserRow } from '../../store/access/users.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { type Page, readPage } from '../page.ts';
import { requireUser } from '../users.ts';
import { auditSignIn } from './sign-in-audit.ts';

export type { SessionRow } from '../../store/access/sessions.ts';

/** A role of a user in a project or in one environment of it. */
export interface ListedRole extends GrantedRole {
  readonly projectId: string;
}

/** Who a request comes from. */
export interface SignedInUser {
  readonly user: UserRow;
  readonly hasPassword: boolean;
  /** At most {@link LIMITS.listedRoles}. */
  readonly roles: readonly ListedRole[];
  readonly hasMoreRoles: boolean;
  /** `undefined` with an API token. */
  readonly session: SessionRow | undefined;
}

/** The sessions of people. */
export function createSessions(deps: DomainDeps) {
  const { sql } = deps;
  return {
    /** Who is signed in, with the roles that tell what to show. */
    describe: async (userId: string, sessionId: string | undefined): Promise<SignedInUser> => {
      const [user, password, roles, session] = await Promise.all([
        requireUser(sql, userId),
        findPassword(sql, userId),
        listGrantsOfUser(sql, userId, LIMITS.listedRoles + 1),
        sessionId === undefined ? undefined : findSessionRow(sql, userId, sessionId),
      ]);
      return {
        user,
        hasPassword: password !== undefined,
        roles: roles.slice(0, LIMITS.listedRoles),
        hasMoreRoles: roles.length > LIMITS.listedRoles,
        session,
      };
    },

    /** Ends the session of this credential, if it is one. */
    signOut: ({ hash }: RequestCredential): Promise<void> => deleteSessionByHash(sql, hash),

    /** The sessions of a user, newest first. @param before the id of the last one of the previous page */
    list: async (userId: string, limit: number, before: string | undefined): Promise<Page<SessionRow>> => {
      await requireUser(sql, userId);
      const read = (count: number) => listSessions(sql, userId, count, before);
      return readPage(limit, read, ({ id }) => id);
    },

    /** Ends one of the caller's own sessions. @throws RequestError NOT_FOUND */
    endOwn: async (userId: string, id: string): Promise<void> => {
      if ((await deleteSession(sql, userId, id)) === undefined)
        throw resourceNotFound(`session ${id} of yours`);
    },
  };
}

/** Sessions of users that an admin ends. */
export function createSessionEnds(deps: DomainDeps) {
  return {
    /** Ends a session of another user. @throws RequestError NOT_FOUND */
    end: (caller: Caller, userId: string, id: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        await requireUser(change.tx, userId);
        const session = await deleteSession(change.tx, userId, id);
        if (session === undefined) throw resourceNotFound(`session ${id} of this user`);
        auditSignIn(change, userId, { oldValue: { session: { id, how: session.how } } });
      }),

    /** Ends all sessions of another user. */
    endAll: (caller: Caller, userId: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        await requireUser(change.tx, userId);
        const sessions = await deleteSessionsOfUser(change.tx, userId);
        if (sessions > 0) auditSignIn(change, userId, { oldValue: { sessions } });
      }),
  };
}
