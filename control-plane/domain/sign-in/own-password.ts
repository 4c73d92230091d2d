import { invalidRequest, RequestError } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import type { CurrentSession } from '../../model/session.ts';
import { findPassword, type PasswordRow, putPassword } from '../../store/access/passwords.ts';
import { deleteSessionsOfUser } from '../../store/access/sessions.ts';
import { deleteSignInLinks } from '../../store/access/sign-in-links.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { lockUser } from '../users.ts';
import type { PasswordHashes } from './password-hashes.ts';
import { limitAttempts } from './sign-in-attempts.ts';
import { auditSignIn } from './sign-in-audit.ts';

interface OwnPasswordDeps extends DomainDeps {
  readonly passwordHashes: PasswordHashes;
}

/** A person who changes their password. */
interface PasswordOwner {
  readonly caller: Caller;
  readonly session: CurrentSession;
  /** The client's address, or its network; `undefined` if it is not known. */
  readonly address: string | undefined;
}

interface PasswordChange {
  readonly currentPassword?: string | undefined;
  readonly newPassword: string;
}

/** The password of the person who is signed in. */
export function createOwnPassword(deps: OwnPasswordDeps) {
  const { sql, passwordHashes } = deps;
  const assertCurrent = async ({ caller, address }: PasswordOwner, stored: PasswordRow, given: string) => {
    // Counted by user, not by email address: a sign-in of somebody else must not stop this one.
    await limitAttempts(sql, { address, account: caller.userId }, async () => {
      if (await passwordHashes.isPassword(given, stored.hash)) return;
      throw invalidRequest([{ path: 'currentPassword', message: 'is wrong' }]);
    });
  };
  return {
    /**
     * Sets it. The other sessions of the person end, and the links for signing in stop working.
     *
     * @throws RequestError INVALID_REQUEST if the current password is needed and missing or wrong, TOO_MANY_REQUESTS,
     * FORBIDDEN if the person has none and has not come by a link, UNAVAILABLE
     */
    set: async (owner: PasswordOwner, { currentPassword, newPassword }: PasswordChange): Promise<void> => {
      const { caller, session } = owner;
      const stored = await findPassword(sql, caller.userId);
      if (!maySetWithoutCurrent(session, stored)) {
        if (stored === undefined) throw invitationNeeded();
        if (currentPassword === undefined) {
          throw invalidRequest([{ path: 'currentPassword', message: 'is required' }]);
        }
        await assertCurrent(owner, stored, currentPassword);
      }
      const hash = await passwordHashes.hash(newPassword);
      await runChange(deps, caller, async (change) => {
        await lockUser(change, caller.userId);
        await putPassword(change.tx, caller.userId, hash);
        // Waits for sign-ins by a link or the old password; the sessions that these make are deleted then.
        await deleteSignInLinks(change.tx, caller.userId);
        await deleteSessionsOfUser(change.tx, caller.userId, session.id);
        auditSignIn(change, caller.userId, {
          ...(stored === undefined ? {} : { oldValue: { hasPassword: true } }),
          newValue: { hasPassword: true, passwordSetBy: session.how },
        });
      });
    },
  };
}

/** Whoever comes by an invitation sets it once; whoever comes by a link, if there is none. */
function maySetWithoutCurrent({ how, createdAt }: CurrentSession, stored: PasswordRow | undefined): boolean {
  if (how === 'invitation') return stored === undefined || stored.updatedAt < createdAt;
  return how === 'link' && stored === undefined;
}

const invitationNeeded = (): RequestError =>
  new RequestError(
    'FORBIDDEN',
    'You have no password, and have signed in another way. Ask an admin for an invitation to set one.',
  );
