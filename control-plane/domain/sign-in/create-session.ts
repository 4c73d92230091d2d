import { type ApiCredential, createCredential } from '../../model/api-credential.ts';
import { LIMITS } from '../../model/limits.ts';
import { RequestError } from '../../model/request-error.ts';
import type { SessionTimes, SignInMethod } from '../../model/session.ts';
import { insertSession, type SessionRow } from '../../store/access/sessions.ts';
import type { Queryable } from '../../store/database/transaction.ts';

export interface CreateSessionDeps {
  readonly randomBytes: (size: number) => Uint8Array;
  readonly sessionTimes: SessionTimes;
}

/** A sign-in that has succeeded. */
export interface NewSession {
  readonly userId: string;
  readonly how: SignInMethod;
  /** The `User-Agent` header. */
  readonly userAgent: string | undefined;
  /** The hash of the session whose cookie came with the sign-in. It ends, and the cookie gets a new secret. */
  readonly endsHash: string | undefined;
}

/** A session with its secret, which is known only when the session is created. */
export interface CreatedSession extends SessionRow {
  readonly userId: string;
  readonly secret: ApiCredential;
}

/**
 * Creates the session of a person with a new random secret. The oldest sessions of the person beyond
 * {@link LIMITS.sessionsPerUser} end.
 *
 * @param sql the pool, or the transaction of the sign-in
 * @throws RequestError UNAUTHENTICATED if the user is deleted or a service account
 */
export async function createSession(
  sql: Queryable,
  { randomBytes, sessionTimes }: CreateSessionDeps,
  { userId, how, userAgent, endsHash }: NewSession,
): Promise<CreatedSession> {
  const secret = createCredential('session', randomBytes);
  const row = await insertSession(
    sql,
    { userId, how, hash: secret.hash, userAgent: shortened(userAgent), ...sessionTimes },
    { kept: LIMITS.sessionsPerUser, endsHash },
  );
  if (row === undefined) throw new RequestError('UNAUTHENTICATED', 'This account cannot sign in.');
  return { ...row, userId, secret };
}

const shortened = (userAgent = ''): string => [...userAgent].slice(0, LIMITS.userAgent).join('');
