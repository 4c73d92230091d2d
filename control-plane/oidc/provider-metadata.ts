import * as client from 'openid-client';
import type { AttemptResult, NamedCounts } from '../model/named-counts.ts';
import { OidcError, type OidcSettings } from '../model/oidc.ts';

/** For each request to the provider, in seconds. */
const TIMEOUT_S = 5;
const FRESH_MS = 60 * 60_000;
/** Older metadata counts while the provider cannot be reached, up to this age. */
const MAX_AGE_MS = 24 * 60 * 60_000;
/** After a failed reading nobody waits for the next one so long. */
const RETRY_MS = 5_000;
/** Metadata that is not older than this is not read again because of an answer that fails a check. */
const MIN_AGE_MS = 10_000;
/** Seconds by which the clock of the provider may differ. */
const CLOCK_TOLERANCE_S = 30;

export interface ProviderMetadataDeps {
  readonly settings: OidcSettings;
  readonly boundedFetch: client.CustomFetch;
  readonly discoveries: NamedCounts<AttemptResult>;
  readonly now: () => number;
}

/** What the provider says about itself, with its keys. */
export interface ProviderMetadata {
  /** Of a cache that is refreshed every hour. Concurrent calls share a reading. @throws OidcError PROVIDER_UNAVAILABLE */
  read(): Promise<client.Configuration>;
  /** The next call reads again. */
  forget(): void;
}

export function createProviderMetadata(deps: ProviderMetadataDeps): ProviderMetadata {
  const { discoveries, now } = deps;
  let known:
    | { readonly configuration: client.Configuration; readonly readAt: number; isStale: boolean }
    | undefined;
  let failed: { readonly error: OidcError; readonly at: number } | undefined;
  let running: Promise<client.Configuration> | undefined;

  async function refresh(): Promise<client.Configuration> {
    try {
      const configuration = await discover(deps);
      known = { configuration, readAt: now(), isStale: false };
      failed = undefined;
      discoveries.add('succeeded');
      return configuration;
    } catch (cause) {
      const error = unavailable(cause);
      failed = { error, at: now() };
      discoveries.add('failed');
      if (known !== undefined && now() - known.readAt < MAX_AGE_MS) return known.configuration;
      throw error;
    }
  }

  return {
    async read() {
      if (known !== undefined && !known.isStale && now() - known.readAt < FRESH_MS)
        return known.configuration;
      if (failed !== undefined && now() - failed.at < RETRY_MS) {
        if (known !== undefined && now() - known.readAt < MAX_AGE_MS) return known.configuration;
        throw failed.error;
      }
      running ??= refresh().finally(() => {
        running = undefined;
      });
      return running;
    },
    forget() {
      if (known !== undefined && now() - known.readAt >= MIN_AGE_MS) known.isStale = true;
    },
  };
}

async function discover({ settings, boundedFetch }: ProviderMetadataDeps): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const url = new URL(issuer);
  // The bounded fetch sends nothing by plain HTTP but to this machine.
  const insecure = url.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  const authentication = clientSecret === undefined ? client.None() : secretAuthentication(clientSecret);
  return client.discovery(url, clientId, { [client.clockTolerance]: CLOCK_TOLERANCE_S }, authentication, {
    [client.customFetch]: boundedFetch,
    timeout: TIMEOUT_S,
    execute: [...insecure, client.enableNonRepudiationChecks],
  });
}

/** HTTP Basic, the default of OAuth, unless the provider lists only the other way to send a secret. */
function secretAuthentication(secret: string): client.ClientAuth {
  const basic = client.ClientSecretBasic(secret);
  const post = client.ClientSecretPost(secret);
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const isPostOnly = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
    (isPostOnly ? post : basic)(server, ...request);
  };
}

function unavailable(error: unknown): OidcError {
  if (error instanceof OidcError) return error;
  if (error instanceof Error && error.cause instanceof OidcError) return error.cause;
  const reason = error instanceof client.ClientError ? error.message : 'they cannot be read';
  return new OidcError('PROVIDER_UNAVAILABLE', `the metadata of the provider are not as expected: ${reason}`);
}
