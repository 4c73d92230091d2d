import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../../shared/model/clock.ts';
import { type Credential, equalsInConstantTime, type KeyRing } from '../../model/key-ring.ts';
import type { Hmac } from '../../state/keys/hmac.ts';

/** A token stays byte-identical for this long, and is good for one to two of these. In milliseconds. */
export const TOKEN_WINDOW_MS = 30 * 60 * 1000;
/** Tokens kept ready: those of this window and the next one, for every key that is in use. */
const KEPT_TOKENS = 10_000;
/** A UUID, a time and a MAC, with room to spare; nothing longer is looked at. */
const LONGEST_TOKEN = 200;

/** Whom a token lets in. */
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
 * environment's secret, the key and the window, so every replica makes the same, and takes those of the others.
 */
export interface StreamTokens {
  /** The key's token of this window, where it has been made; `undefined`: {@link make} it first. */
  current(credential: Credential, environmentId: string, secret: string): string | undefined;
  make(credential: Credential, environmentId: string, secret: string): Promise<void>;
  /** Whom a presented token lets in, expired or not; `undefined`: nobody. */
  read(token: string, ring: KeyRing, secretOf: StreamSecretOf): Promise<TokenBearer | undefined>;
}

interface Kept {
  readonly secret: string;
  readonly token: string;
}

export function createStreamTokens(hmac: Hmac, now: Clock): StreamTokens {
  const kept = new LRUCache<string, Kept>({ max: KEPT_TOKENS });
  /** The last one given out of each key: found without making the name it is kept under. */
  const given = new WeakMap<Credential, Kept & { readonly window: number }>();

  async function seal(keyId: string, environmentId: string, secret: string, until: string): Promise<string> {
    const mac = await hmac(secret, `change notices\n${environmentId}\n${keyId}\n${until}`);
    return `${keyId}.${until}.${mac}`;
  }

  return {
    current(credential, _, secret) {
      const window = windowAt(now());
      const last = given.get(credential);
      if (last?.window === window && last.secret === secret) return last.token;
      const entry = kept.get(`${credential.id} ${window}`);
      if (entry?.secret !== secret) return undefined;
      given.set(credential, { ...entry, window });
      return entry.token;
    },
    async make({ id }, environmentId, secret) {
      const first = windowAt(now());
      // The next one, too: the window may end between making and using.
      for (const window of [first, first + 1]) {
        const token = await seal(id, environmentId, secret, expiryOf(window));
        kept.set(`${id} ${window}`, { secret, token });
      }
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
      const right = await seal(keyId, environmentId, secret, until);
      if (!equalsInConstantTime(right, token)) return undefined;
      return { credential, environmentId, expiresAt: Number(until) * 1000 };
    },
  };
}

/** The id of the key that a token says it belongs to. */
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
