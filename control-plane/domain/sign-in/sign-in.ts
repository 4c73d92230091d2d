import { credentialHash } from '../../model/api-credential.ts';
import { RequestError } from '../../model/request-error.ts';
import { findPasswordByEmail } from '../../store/access/passwords.ts';
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

/** How people sign in. Failures do not tell whether there is such a user. */
export function createSignIn(deps: SignInDeps) {
  const { sql, random, passwordHashes } = deps;
  return {
    /** @throws RequestError UNAUTHENTICATED, TOO_MANY_REQUESTS, UNAVAILABLE */
    withPassword: (
      { address, ...request }: SignInRequest,
      { email, password }: PasswordSignIn,
    ): Promise<CreatedSession> =>
      limitAttempts(sql, { address, email }, async () => {
        const found = await findPasswordByEmail(sql, email);
        const matches = await passwordHashes.isPassword(password, found?.hash);
        if (!matches || found === undefined) {
          throw new RequestError('UNAUTHENTICATED', 'The email address or the password is wrong.');
        }
        return createSession(sql, deps, { userId: found.userId, how: 'password', ...request });
      }),

    /**
     * With a one-time link or an invitation. If it is used several times at once, one attempt succeeds.
     *
     * @throws RequestError UNAUTHENTICATED, TOO_MANY_REQUESTS
     */
    withLink: ({ address, ...request }: SignInRequest, token: string): Promise<CreatedSession> =>
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
  };
}
