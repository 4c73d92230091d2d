import type { Logger } from '../../../shared/logging/logger.ts';
import { credentialHash } from '../../model/api-credential.ts';
import { createNamedCounts, type NamedCounts } from '../../model/named-counts.ts';
import {
  OIDC_ERROR_CODES,
  OidcError,
  type OidcErrorCode,
  type OidcSecrets,
  type OidcSettings,
  type OidcSignInResult,
} from '../../model/oidc.ts';
import { RequestError } from '../../model/request-error.ts';
import type { OidcProvider } from '../../oidc/oidc-provider.ts';
import { insertOidcAttempt, type OidcAttemptKey, takeOidcAttempt } from '../../store/access/oidc-attempts.ts';
import type { DomainDeps } from '../change/change.ts';
import {
  type CreatedSession,
  type CreateSessionDeps,
  createSession,
  type NewSession,
} from '../sign-in/create-session.ts';
import { countOidcAttempt, uncountOidcAttempt } from '../sign-in/sign-in-attempts.ts';
import { signInOidcUser } from './oidc-users.ts';

/** How long a person may take at the provider, in seconds. */
export const OIDC_ATTEMPT_SECONDS = 600;
/** Sign-ins of all people that have begun in this time. */
const MAX_ATTEMPTS = 20_000;
const SECRET_BYTES = 32;

export interface OidcSignInDeps extends DomainDeps, CreateSessionDeps {
  readonly settings: OidcSettings;
  readonly provider: OidcProvider;
  readonly logger: Logger;
}

/** The browser that begins a sign-in. */
export interface OidcBrowser {
  /** What only this browser knows. */
  readonly secret: string;
  /** The client's address, or its network; `undefined` if it is not known. */
  readonly address: string | undefined;
}

/** The request with the answer of the provider. */
export interface OidcAnswerRequest extends Pick<NewSession, 'userAgent' | 'endsHash'> {
  /** `undefined` if the browser has none. */
  readonly browserSecret: string | undefined;
  readonly address: string | undefined;
  /** The query. */
  readonly answer: URLSearchParams;
}

/** Where a sign-in has led to. */
export type OidcOutcome =
  | { readonly ok: true; readonly session: CreatedSession; readonly target: string }
  | { readonly ok: false; readonly code: OidcErrorCode };

export interface OidcSignIn {
  /** The label of the button. */
  readonly name: string;
  readonly results: NamedCounts<OidcSignInResult>;
  /**
   * Begins a sign-in.
   *
   * @param target the path of the console to show afterwards
   * @returns where the person signs in
   */
  begin(browser: OidcBrowser, target: string): Promise<URL | OidcErrorCode>;
  /** Ends a sign-in, whether it succeeds or not: an answer works once. */
  finish(request: OidcAnswerRequest): Promise<OidcOutcome>;
}

/** Sign-in with OpenID Connect. What fails is counted and logged, without secrets and without text of the provider. */
export function createOidcSignIn(deps: OidcSignInDeps): OidcSignIn {
  const { settings, logger } = deps;
  const results = createNamedCounts<OidcSignInResult>(['succeeded', ...OIDC_ERROR_CODES]);

  /** @throws what is no failed sign-in: a bug, or an unreachable Postgres */
  function refuse(error: unknown): OidcErrorCode {
    if (!(error instanceof OidcError)) throw error;
    results.add(error.code);
    logger.warn('sign-in with OpenID Connect failed', { code: error.code, reason: error.message });
    return error.code;
  }

  return {
    name: settings.name,
    results,
    begin: (browser, target) => begin(deps, browser, target).catch(refuse),
    async finish(request) {
      try {
        const finished = await finish(deps, request);
        results.add('succeeded');
        return { ok: true, ...finished };
      } catch (error) {
        return { ok: false, code: refuse(error) };
      }
    },
  };
}

async function begin(
  { sql, randomBytes, provider }: OidcSignInDeps,
  { secret, address }: OidcBrowser,
  target: string,
): Promise<URL> {
  if (!(await countOidcAttempt(sql, address))) {
    throw new OidcError(
      'TOO_MANY_ATTEMPTS',
      'too many sign-ins from one address have begun and not succeeded',
    );
  }
  const randomText = () => Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url');
  const secrets: OidcSecrets = { state: randomText(), nonce: randomText(), verifier: randomText() };
  const url = await provider.authorizationUrl(secrets);
  const { state, nonce, verifier } = secrets;
  const attempt = { ...attemptKey(state, secret), nonce, verifier, target };
  const bounds = { lifetimeSeconds: OIDC_ATTEMPT_SECONDS, most: MAX_ATTEMPTS };
  if (await insertOidcAttempt(sql, attempt, bounds)) return url;
  throw new OidcError('TOO_MANY_ATTEMPTS', `${MAX_ATTEMPTS} sign-ins have begun`);
}

async function finish(
  deps: OidcSignInDeps,
  { browserSecret, answer, address, ...request }: OidcAnswerRequest,
): Promise<{ readonly session: CreatedSession; readonly target: string }> {
  const { sql, settings, provider, logger } = deps;
  const state = answer.get('state');
  if (browserSecret === undefined || state === null) {
    throw new OidcError('ATTEMPT_EXPIRED', 'the browser has no cookie of a sign-in, or the answer no state');
  }
  const attempt = await takeOidcAttempt(sql, attemptKey(state, browserSecret));
  if (attempt === undefined) {
    throw new OidcError('ATTEMPT_EXPIRED', 'the sign-in is unknown to this browser, was used, or is expired');
  }
  const { nonce, verifier, target } = attempt;
  const person = await provider.readAnswer(answer, { state, nonce, verifier });
  const { userId, isKeptAdmin } = await signInOidcUser(deps, settings, person);
  if (isKeptAdmin) {
    logger.warn('the last admin keeps the role, although no group gives it', { userId });
  }
  const session = await createSession(sql, deps, { userId, how: 'oidc', ...request }).catch(
    refuseDeletedUser,
  );
  await uncountOidcAttempt(sql, address);
  return { session, target };
}

/** The user was deleted since it was read. The next sign-in makes a new one. */
function refuseDeletedUser(error: unknown): never {
  if (error instanceof RequestError && error.code === 'UNAUTHENTICATED') {
    throw new OidcError('ATTEMPT_EXPIRED', 'the user was deleted meanwhile');
  }
  throw error;
}

const attemptKey = (state: string, browserSecret: string): OidcAttemptKey => ({
  stateHash: credentialHash(state),
  browserHash: credentialHash(browserSecret),
});
