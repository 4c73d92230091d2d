import * as client from 'openid-client';
import { type AttemptResult, createAttemptCounts, type NamedCounts } from '../model/named-counts.ts';
import { OidcError, type OidcPerson, type OidcSecrets, type OidcSettings } from '../model/oidc.ts';
import { createBoundedFetch, isSafeUrl } from './bounded-fetch.ts';
import { createProviderMetadata } from './provider-metadata.ts';
import { lacksClaims, type OidcClaims, readPerson } from './read-person.ts';

/** Sign-ins whose answers are being checked at the same time. */
const MAX_EXCHANGES = 50;

export interface OidcProviderDeps {
  /** Where the provider sends people back to. */
  readonly redirectUri: string;
  readonly fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The provider as this process knows it. */
export interface OidcProvider {
  /** Where the person signs in. @throws OidcError */
  authorizationUrl(secrets: OidcSecrets): Promise<URL>;
  /**
   * Checks the answer of the provider, and exchanges its code.
   *
   * @param answer the query of the callback
   * @throws OidcError
   */
  readAnswer(answer: URLSearchParams, secrets: OidcSecrets): Promise<OidcPerson>;
  /** Readings of the provider's metadata. */
  readonly discoveries: NamedCounts<AttemptResult>;
}

/** Nothing is asked of the provider until somebody signs in. */
export function createOidcProvider(settings: OidcSettings, deps: OidcProviderDeps): OidcProvider {
  const { redirectUri } = deps;
  const discoveries = createAttemptCounts();
  const boundedFetch = createBoundedFetch(deps.fetch);
  const metadata = createProviderMetadata({ ...deps, settings, boundedFetch, discoveries });

  async function exchange(answer: URLSearchParams, secrets: OidcSecrets): Promise<OidcPerson> {
    const configuration = await metadata.read();
    try {
      const url = new URL(redirectUri);
      url.search = answer.toString();
      const claims = await readClaims(configuration, url, secrets, settings.groupsClaim);
      return readPerson(claims, settings.groupsClaim);
    } catch (error) {
      const known = toOidcError(error);
      // The provider may have other keys or addresses by now.
      if (known.code === 'ANSWER_INVALID') metadata.forget();
      throw known;
    }
  }

  const inBounds = boundExchanges();
  return {
    discoveries,
    authorizationUrl: async (secrets) =>
      authorizationUrl(await metadata.read(), { redirectUri, scopes: settings.scopes, ...secrets }),
    readAnswer: (answer, secrets) => inBounds(() => exchange(answer, secrets)),
  };
}

/** Runs a bounded number of exchanges at the same time. @throws OidcError TOO_MANY_ATTEMPTS beyond */
function boundExchanges() {
  let running = 0;
  return async <T>(exchange: () => Promise<T>): Promise<T> => {
    if (running >= MAX_EXCHANGES) {
      throw new OidcError('TOO_MANY_ATTEMPTS', `${MAX_EXCHANGES} answers of the provider are being checked`);
    }
    running += 1;
    try {
      return await exchange();
    } finally {
      running -= 1;
    }
  };
}

async function authorizationUrl(
  configuration: client.Configuration,
  request: OidcSecrets & { readonly redirectUri: string; readonly scopes: string },
): Promise<URL> {
  if (!isSafeUrl(configuration.serverMetadata().authorization_endpoint ?? '')) {
    throw new OidcError(
      'PROVIDER_UNAVAILABLE',
      'its authorization endpoint is neither https nor on this machine',
    );
  }
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: request.redirectUri,
    scope: request.scopes,
    state: request.state,
    nonce: request.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(request.verifier),
    code_challenge_method: 'S256',
  });
}

/** The claims of the ID token, and those of the user info that it lacks. */
async function readClaims(
  configuration: client.Configuration,
  url: URL,
  { state, nonce, verifier }: OidcSecrets,
  groupsClaim: string,
): Promise<OidcClaims> {
  const tokens = await client.authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new OidcError('ANSWER_INVALID', 'there is no ID token');
  const signed = copyOf(claims);
  const { userinfo_endpoint } = configuration.serverMetadata();
  if (userinfo_endpoint === undefined || !lacksClaims(signed, groupsClaim)) return signed;
  const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  return { ...copyOf(more), ...signed };
}

/** A copy, of which the type says that it is JSON. */
const copyOf = (claims: object): OidcClaims => JSON.parse(JSON.stringify(claims));

/** What the library throws, without what the provider has sent: the causes of its errors hold claims and tokens. */
function toOidcError(error: unknown): OidcError {
  if (error instanceof OidcError) return error;
  if (error instanceof Error && error.cause instanceof OidcError) return error.cause;
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
    return new OidcError('PROVIDER_REFUSED', `the provider answered ${printable(error.error)}`);
  }
  if (error instanceof client.WWWAuthenticateChallengeError) {
    return new OidcError('PROVIDER_REFUSED', `the provider answered ${error.status}`);
  }
  if (error instanceof client.ClientError) {
    return new OidcError('ANSWER_INVALID', `${error.message} (${error.code ?? 'no code'})`);
  }
  return new OidcError('ANSWER_INVALID', 'the answer could not be read');
}

/** An error code of OAuth. */
const printable = (code: string): string => (/^[a-z_.-]{1,60}$/i.test(code) ? code : 'an unknown error');
