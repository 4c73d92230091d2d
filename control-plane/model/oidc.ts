import type { Role } from './role.ts';

/** What a group gives: a role in the installation, or `none`: the person may sign in and has the roles of projects only. */
export type GroupRole = Role | 'none';

/** How people sign in with OpenID Connect. */
export interface OidcSettings {
  /** As the provider names itself, without a trailing slash that it does not have. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** Divided by blanks. */
  readonly scopes: string;
  /** A claim, or a path of names divided by dots. */
  readonly groupsClaim: string;
  readonly groupRoles: ReadonlyMap<string, GroupRole>;
  /** The label of the button. */
  readonly name: string;
}

/** Why a sign-in with OpenID Connect fails. The page of the sign-in gets the code, and nothing that the provider has sent. */
export const OIDC_ERROR_CODES = [
  /** The attempt is unknown to this browser, was used before, or is older than 10 minutes. */
  'ATTEMPT_EXPIRED',
  /** More sign-ins have begun than the limits allow. */
  'TOO_MANY_ATTEMPTS',
  /** The provider cannot be reached, is too slow, or has sent what is no answer. */
  'PROVIDER_UNAVAILABLE',
  /** The provider has refused: the person has cancelled, or the client is not set up there. */
  'PROVIDER_REFUSED',
  /** The answer fails a check of its signature, its issuer or its claims. */
  'ANSWER_INVALID',
  /** None of the groups of the person has a role. */
  'NO_ROLE',
] as const;
export type OidcErrorCode = (typeof OIDC_ERROR_CODES)[number];

/** How a sign-in has ended. */
export type OidcSignInResult = 'succeeded' | OidcErrorCode;

/** A sign-in that fails. */
export class OidcError extends Error {
  override readonly name = 'OidcError';
  readonly code: OidcErrorCode;

  /** @param reason for the log; must not contain tokens, codes or text of the provider */
  constructor(code: OidcErrorCode, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** What is random in one sign-in. */
export interface OidcSecrets {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
}

/** A person as the provider describes them. Issuer and subject together name the person, nothing else does. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** `null` if there is none, or if the provider says that it is not verified. */
  readonly email: string | null;
  readonly groups: readonly string[];
}
