import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import { type Failure, failWith } from '../model/failure.ts';
import type { FlagSource } from '../model/flag-source.ts';
import { hasPrefix } from '../model/has-prefix.ts';
import type { Credential } from '../model/key-ring.ts';
import type { KeyResolver } from '../state/keys/key-resolver.ts';

/** A key that opens the route, or why it does not; a known key that does not open this route is named, too. */
export type Authorization =
  | { readonly credential: Credential; readonly refusal?: undefined }
  | { readonly credential: Credential; readonly refusal: Failure }
  | { readonly credential?: undefined; readonly refusal: Failure };

/** Reads the header with a key. `kinds` are the kinds of keys that the route is open to. */
export interface Authorizer {
  /**
   * Answers if the key's hash is known, which it is from the second request with a key on, or if there is no key to hash.
   * `undefined`: the key must be hashed first, see {@link authorizeUnknown}.
   */
  authorizeKnown(
    header: string | undefined,
    kinds: readonly SdkKeyKind[],
  ): Authorization | Promise<Authorization> | undefined;
  /** Hashes the key, or waits for another request that hashes it. */
  authorizeUnknown(header: string | undefined, kinds: readonly SdkKeyKind[]): Promise<Authorization>;
  /** Whether another request has begun to hash this key. */
  isHashing(header: string | undefined): boolean;
}

/** Most keys do not expire. For those the clock is not read. */
const NEVER = Number.POSITIVE_INFINITY;
const BEARER = /^Bearer +(\S+) *$/i;
/** How nearly every client writes it; read without a regular expression. */
const USUAL = 'Bearer sf_';

export function createAuthorizer(source: FlagSource, keys: KeyResolver, now: Clock): Authorizer {
  /** `undefined`: the key must be hashed first. */
  function check(header: string | undefined, kinds: readonly SdkKeyKind[]): Authorization | undefined {
    const ring = source.keys();
    if (ring === undefined)
      return refuse('PROVIDER_NOT_READY', 'This edge does not know its keys yet; retry.');
    if (header === undefined) {
      return refuse(
        'UNAUTHORIZED',
        'No key: send the header "Authorization: Bearer <SDK key>" or "X-API-Key: <SDK key>".',
      );
    }
    const presented = presentedKey(header);
    if (presented === undefined) {
      return refuse('UNAUTHORIZED', 'The Authorization header must read "Bearer <SDK key>".');
    }
    const credential = keys.lookup(presented, ring);
    if (credential === undefined) return undefined;
    if (credential === null) return refuse('UNAUTHORIZED', unknownKey(presented));
    if (credential.expiresAt !== NEVER && credential.expiresAt <= now())
      return refuse('UNAUTHORIZED', 'This key has expired.');
    return kinds.includes(credential.kind) ? { credential } : wrongKind(credential, kinds);
  }

  return {
    authorizeKnown: check,
    async authorizeUnknown(header, kinds) {
      const presented = header === undefined ? undefined : presentedKey(header);
      if (presented !== undefined) await keys.learn(presented);
      // The cache may have dropped this key in favour of others.
      return check(header, kinds) ?? refuse('PROVIDER_NOT_READY', 'The key could not be checked; retry.');
    },
    isHashing(header) {
      const presented = header === undefined ? undefined : presentedKey(header);
      return presented !== undefined && keys.isLearning(presented);
    },
  };
}

function presentedKey(header: string): string | undefined {
  if (hasPrefix(header, USUAL) && !header.includes(' ', USUAL.length)) return header.slice('Bearer '.length);
  return BEARER.exec(header)?.[1];
}

function unknownKey(presented: string): string {
  return presented.startsWith('sf_api_')
    ? 'This is a token of the management API; an edge takes SDK keys (sf_cli_…, sf_srv_…, sf_rly_…).'
    : 'This key is unknown or has been revoked.';
}

function wrongKind(credential: Credential, kinds: readonly SdkKeyKind[]): Authorization {
  const details = `A ${credential.kind} key does not open this; it takes a ${kinds.join(' or ')} key.`;
  return { credential, refusal: failWith('FORBIDDEN', details) };
}

function refuse(code: 'PROVIDER_NOT_READY' | 'UNAUTHORIZED', details: string): Authorization {
  return { refusal: failWith(code, details) };
}
