import { type ApiCredential, createCredential } from '../../model/api-credential.ts';
import { LIMITS } from '../../model/limits.ts';
import { RequestError, resourceNotFound } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import {
  deleteInvitation,
  findInvitation,
  insertSignInLink,
  type NewSignInLink,
  type SignInLinkRow,
} from '../../store/access/sign-in-links.ts';
import { findPersonByEmail } from '../../store/access/users.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { orNotFound } from '../change/or-not-found.ts';
import { SYSTEM } from '../first-admin.ts';
import { lockUser, requireUser } from '../users.ts';
import { auditSignIn } from './sign-in-audit.ts';

export type { SignInLinkRow } from '../../store/access/sign-in-links.ts';

const LINK_SECONDS = 10 * 60;
const INVITATION_SECONDS = 7 * 24 * 60 * 60;

/** A link with its token, which is known only when the link is created. */
export interface CreatedSignInLink {
  readonly row: SignInLinkRow;
  readonly token: ApiCredential;
}

/** Links that sign in once: those that people make for themselves, and invitations. */
export function createSignInLinks(deps: DomainDeps) {
  const { sql } = deps;
  const create = (caller: Caller, userId: string): Promise<CreatedSignInLink> =>
    runChange(deps, caller, (change) =>
      add(change, deps, { kind: 'link', userId, lifetimeSeconds: LINK_SECONDS }, LIMITS.signInLinksPerUser),
    );
  return {
    /** Makes a link for a person, for 10 minutes. The oldest ones beyond {@link LIMITS.signInLinksPerUser} stop working. */
    create,

    /** As `create`, for the operator. @throws RequestError NOT_FOUND if no person has this email address */
    createByEmail: async (email: string): Promise<CreatedSignInLink> => {
      const { id } = await orNotFound(findPersonByEmail(sql, email), 'person with this email address');
      return create(SYSTEM, id);
    },

    /** Invites a person to set a password, for 7 days, in place of the invitation before. @throws RequestError CONFLICT */
    invite: (caller: Caller, userId: string): Promise<CreatedSignInLink> =>
      runChange(deps, caller, (change) =>
        add(change, deps, { kind: 'invitation', userId, lifetimeSeconds: INVITATION_SECONDS }, 1),
      ),

    /** The invitation of a user. @throws RequestError NOT_FOUND if there is none that can be used */
    readInvitation: async (userId: string): Promise<SignInLinkRow> => {
      await requireUser(sql, userId);
      const invitation = await findInvitation(sql, userId);
      if (invitation === undefined) throw noInvitation(userId);
      return invitation;
    },

    /** @throws RequestError NOT_FOUND */
    revokeInvitation: (caller: Caller, userId: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        await lockUser(change, userId);
        const invitation = await deleteInvitation(change.tx, userId);
        if (invitation === undefined) throw noInvitation(userId);
        auditSignIn(change, userId, { oldValue: audited(invitation) });
      }),
  };
}

async function add(
  change: Change,
  { randomBytes }: Pick<DomainDeps, 'randomBytes'>,
  link: Pick<NewSignInLink, 'kind' | 'userId' | 'lifetimeSeconds'>,
  kept: number,
): Promise<CreatedSignInLink> {
  const user = await lockUser(change, link.userId);
  if (user.kind === 'service') {
    throw new RequestError('CONFLICT', 'A service account does not sign in: it has API tokens.');
  }
  const token = createCredential('signIn', randomBytes);
  const row = await insertSignInLink(
    change.tx,
    { ...link, hash: token.hash, createdBy: change.caller.userId },
    kept,
  );
  change.creates(row.id);
  auditSignIn(change, link.userId, { newValue: audited(row) });
  return { row, token };
}

const audited = ({ id, kind, expiresAt }: SignInLinkRow) => ({
  [kind === 'invitation' ? 'invitation' : 'signInLink']: { id, expiresAt },
});

const noInvitation = (userId: string): RequestError => resourceNotFound(`open invitation of user ${userId}`);
