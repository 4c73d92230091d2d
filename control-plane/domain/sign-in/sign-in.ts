import { credentialHash } from '../../model/api-credential.ts';
import { RequestError } from '../../model/request-error.ts';
import { findPasswordByEmail, holdPassword } from '../../store/access/passwords.ts';
import { takeSignInLink } from '../../store/access/sign-in-links.ts';
import { inTransaction } from '../../store/database/transaction.ts';
import type { DomainDeps } from '../change/change.ts';
import {
  type CreatedSession,
  type CreateSessionDeps,
  createSession,
  type NewSession,
} from './create-session.ts';
import type { PasswordHashes } from './password-hashes.ts';
import { limitAttempts } from './sign-in-attempts.ts';

export interface SignInDeps extends DomainDeps, CreateSessionDeps {
  readonly passwordHashes: PasswordHashes;
  /** Is told of every attempt. */
  readonly onSignIn: SignInObserver;
}

/** The request that signs in. */
export interface SignInRequest extends Pick<NewSession, 'userAgent' | 'endsHash'> {
  /** The client's address, or its network; `undefined` if it is not known. */
  readonly address: string | undefined;
}

interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
}

/** How an attempt to sign in ended. `refused`: there were too many. */
export type SignInResult = 'succeeded' | 'failed' | 'refused';
export type SignInObserver = (how: 'password' | 'link', result: SignInResult) => void;

/** How people sign in. Failures do not tell whether there is such a user. */
export function createSignIn(deps: SignInDeps) {
  const { sql, random, passwordHashes, onSignIn } = deps;
  return {
    /** @throws RequestError UNAUTHENTICATED, TOO_MANY_REQUESTS, UNAVAILABLE */
    withPassword: (
      { address, ...request }: SignInRequest,
      { email, password }: PasswordSignIn,
    ): Promise<CreatedSession> =>
      observed(onSignIn, 'password', () =>
        limitAttempts(sql, { address, account: email.toLowerCase() }, async () => {
          const found = await findPasswordByEmail(sql, email);
          const matches = await passwordHashes.isPassword(password, found?.hash);
          if (!matches || found === undefined) throw wrongPassword();
          return inTransaction(sql, random, async (tx) => {
            // It may have been changed meanwhile, which ends all sessions but those to come.
            if (!(await holdPassword(tx, found))) throw wrongPassword();
            return createSession(tx, deps, { userId: found.userId, how: 'password', ...request });
          });
        }),
      ),

    /**
     * With a one-time link or an invitation. If it is used several times at once, one attempt succeeds.
     *
     * @throws RequestError UNAUTHENTICATED, TOO_MANY_REQUESTS
     */
    withLink: ({ address, ...request }: SignInRequest, token: string): Promise<CreatedSession> =>
      observed(onSignIn, 'link', () =>
        limitAttempts(sql, { address }, () =>
          inTransaction(sql, random, async (tx) => {
            const link = await takeSignInLink(tx, credentialHash(token));
            if (link === undefined) {
              throw new RequestError(
                'UNAUTHENTICATED',
                'This link is unknown, used or expired. Ask for a new one.',
              );
            }
            return createSession(tx, deps, { userId: link.userId, how: link.kind, ...request });
          }),
        ),
      ),
  };
}

const wrongPassword = (): RequestError =>
  new RequestError('UNAUTHENTICATED', 'The email address or the password is wrong.');

async function observed<T>(
  onSignIn: SignInObserver,
  how: 'password' | 'link',
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    const result = await attempt();
    onSignIn(how, 'succeeded');
    return result;
  } catch (error) {
    if (error instanceof RequestError) onSignIn(how, error.code === 'UNAUTHENTICATED' ? 'failed' : 'refused');
    throw error;
  }
}
