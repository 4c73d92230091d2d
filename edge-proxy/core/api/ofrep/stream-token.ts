import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../../shared/model/clock.ts';
import { type Credential, equalsInConstantTime, type KeyRing } from '../../model/key-ring.ts';
import type { Hmac } from '../../state/keys/hmac.ts';

/** A token stays byte-identical for this long, and is good for one to two of these. In milliseconds. */
export const TOKEN_WINDOW_MS = 30 * 60 * 1000;
/** Tokens that are cached: those of this window and the next one, for every key that is in use. */
const CACHED_TOKENS = 10_000;
/** Longer than any token, which is a UUID, a time and a MAC. A longer text is refused unread. */
const LONGEST_TOKEN = 200;

/** The contents of a token. */
export interface TokenBearer {
  readonly credential: Credential;
  readonly environmentId: string;
  /** Milliseconds since 1970; may have passed. */
  readonly expiresAt: number;
}

/** Finds a stream's secret by its environment; see `RelayEnvironment`. */
export type StreamSecretOf = (environmentId: string) => string | undefined;

/**
 * Tokens in the URL of a notice stream: they open that stream and nothing else. Each is made from the
 * environment's secret, the key and the window, so every replica makes the same ones and accepts those of the others.
 */
export interface StreamTokens {
  /** The key's token of this window; `undefined` if it has not been made yet. */
  current(credential: Credential, environmentId: string, secret: string): string | undefined;
  /** The key's token of this window, made if it has not been made yet. */
  ready(credential: Credential, environmentId: string, secret: string): Promise<string>;
  /** The contents of a presented token, expired or not; `undefined` if it is not valid. */
  read(token: string, ring: KeyRing, secretOf: StreamSecretOf): Promise<TokenBearer | undefined>;
}

interface CachedToken {
  readonly secret: string;
  readonly token: string;
}

export function createStreamTokens(hmac: Hmac, now: Clock): StreamTokens {
  const cached = new LRUCache<string, CachedToken>({ max: CACHED_TOKENS });
  /** The last token of each key: found without building its name in the cache. */
  const given = new WeakMap<Credential, CachedToken & { readonly window: number }>();

  function current(credential: Credential, _: string, secret: string): string | undefined {
    const window = windowAt(now());
    const last = given.get(credential);
    if (last?.window === window && last.secret === secret) return last.token;
    const entry = cached.get(`${credential.id} ${window}`);
    if (entry?.secret !== secret) return undefined;
    given.set(credential, { ...entry, window });
    return entry.token;
  }

  async function make(keyId: string, environmentId: string, secret: string, window: number): Promise<string> {
    const token = await seal(hmac, keyId, environmentId, secret, expiryOf(window));
    cached.set(`${keyId} ${window}`, { secret, token });
    return token;
  }

  return {
    current,
    async ready(credential, environmentId, secret) {
      const known = current(credential, environmentId, secret);
      if (known !== undefined) return known;
      const window = windowAt(now());
      const token = await make(credential.id, environmentId, secret, window);
      // The next window's as well, so that requests at its start need not wait.
      await make(credential.id, environmentId, secret, window + 1);
      return token;
    },
    async read(token, ring, secretOf) {
      if (token.length > LONGEST_TOKEN) return undefined;
      const keyId = keyIdOf(token);
      const [, until = ''] = token.split('.');
      const credential = ring.findById(keyId);
      const [environmentId] = credential?.environmentIds ?? [];
      if (credential === undefined || credential.kind === 'relay' || environmentId === undefined) {
        return undefined;
      }
      const secret = secretOf(environmentId);
      if (secret === undefined) return undefined;
      const right = await seal(hmac, keyId, environmentId, secret, until);
      if (!equalsInConstantTime(right, token)) return undefined;
      return { credential, environmentId, expiresAt: Number(until) * 1000 };
    },
  };
}

async function seal(
  hmac: Hmac,
  keyId: string,
  environmentId: string,
  secret: string,
  until: string,
): Promise<string> {
  const mac = await hmac(secret, `change notices\n${environmentId}\n${keyId}\n${until}`);
  return `${keyId}.${until}.${mac}`;
}

/** The id of the key that a token names, unverified. */
export function keyIdOf(token: string): string {
  return token.split('.', 1)[0] ?? '';
}

function windowAt(time: number): number {
  return Math.floor(time / TOKEN_WINDOW_MS);
}

/** When tokens of a window expire: with the end of the next one. In seconds since 1970. */
function expiryOf(window: number): string {
  return String(((window + 2) * TOKEN_WINDOW_MS) / 1000);
}
