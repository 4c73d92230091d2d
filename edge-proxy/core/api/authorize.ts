import type { SdkKeyKind } from '../../../shared/keys/sdk-key.ts';
import type { Clock } from '../../../shared/model/clock.ts';
import { type Answer, errorAnswer } from '../model/answer.ts';
import type { FlagSource } from '../model/flag-source.ts';
import { hasPrefix } from '../model/has-prefix.ts';
import type { Credential } from '../model/key-ring.ts';
import type { KeyResolver } from '../state/keys/key-resolver.ts';

/** A key that opens the route, the answer that refuses it, or `undefined`: hash the key first, then ask again. */
export type Authorization =
  | { readonly credential: Credential; readonly refusal?: undefined }
  | { readonly credential?: undefined; readonly refusal: Answer }
  | undefined;

export interface Authorizer {
  /** Synchronous; `kinds` are those the route is open to. */
  authorize(header: string | undefined, kinds: readonly SdkKeyKind[]): Authorization;
  /** Hashes the presented key, after which {@link authorize} can answer. */
  learn(header: string | undefined): Promise<void>;
}

/** Most keys do not expire, and cost no look at the clock. */
const NEVER = Number.POSITIVE_INFINITY;
const BEARER = /^Bearer +(\S+) *$/i;
/** How nearly everybody writes it, which takes no regular expression to read. */
const USUAL = 'Bearer sf_';

export function createAuthorizer(source: FlagSource, keys: KeyResolver, now: Clock): Authorizer {
  function authorize(header: string | undefined, kinds: readonly SdkKeyKind[]): Authorization {
    const ring = source.keys();
    if (ring === undefined)
      return refuse('PROVIDER_NOT_READY', 'This edge does not know its keys yet; retry.');
    if (header === undefined) {
      return refuse('UNAUTHORIZED', 'No key: send the header "Authorization: Bearer <SDK key>".');
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
    if (!kinds.includes(credential.kind)) {
      return refuse(
        'FORBIDDEN',
        `A ${credential.kind} key does not open this; it takes a ${kinds.join(' or ')} key.`,
      );
    }
    return { credential };
  }

  async function learn(header: string | undefined): Promise<void> {
    const presented = header === undefined ? undefined : presentedKey(header);
    if (presented !== undefined) await keys.learn(presented);
  }

  return { authorize, learn };
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

function refuse(code: 'PROVIDER_NOT_READY' | 'UNAUTHORIZED' | 'FORBIDDEN', details: string): Authorization {
  return { refusal: errorAnswer(code, details) };
}
