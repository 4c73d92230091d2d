import { LRUCache } from 'lru-cache';
import type { Sha256 } from '../ports.ts';
import type { Credential, KeyRing } from './key-ring.ts';

/** Keys that opened something lately: enough for every application of a large project on one edge. */
const KNOWN_KEYS = 10_000;
/** Refused ones have a cache of their own, so that a flood of guesses cannot push out keys that work. */
const UNKNOWN_KEYS = 1_000;

/** A key's prefix and random part; longer than any key we issue is refused before it is hashed or kept. */
const KEY_SHAPE = /^sf_(?:cli|srv|rly)_[A-Za-z0-9_-]{16,128}$/;

/** What is known of a presented key: `null` is "refused", `undefined` "hash it first". */
export type KeyLookup = Credential | null | undefined;

/** Finds the credential of a presented key: synchronously, once its hash is known. */
export interface KeyResolver {
  lookup(presented: string, ring: KeyRing): KeyLookup;
  /** Hashes a key that {@link lookup} does not know yet. Never rejects because of the key itself. */
  learn(presented: string): Promise<void>;
}

interface Entry {
  readonly hash: string;
  ring: KeyRing | undefined;
  credential: Credential | undefined;
}

/** `sha256` is the only asynchronous step, and is taken once for each key. */
export function createKeyResolver(sha256: Sha256): KeyResolver {
  const known = new LRUCache<string, Entry>({ max: KNOWN_KEYS });
  const unknown = new LRUCache<string, Entry>({ max: UNKNOWN_KEYS });

  function lookup(presented: string, ring: KeyRing): KeyLookup {
    const entry = known.get(presented) ?? unknown.get(presented);
    if (entry === undefined) return KEY_SHAPE.test(presented) ? undefined : null;
    if (entry.ring !== ring) {
      entry.ring = ring;
      entry.credential = ring.find(entry.hash);
      file(presented, entry);
    }
    return entry.credential ?? null;
  }

  function file(presented: string, entry: Entry): void {
    const [right, wrong] = entry.credential === undefined ? [unknown, known] : [known, unknown];
    wrong.delete(presented);
    right.set(presented, entry);
  }

  async function learn(presented: string): Promise<void> {
    if (!KEY_SHAPE.test(presented)) return;
    const entry = { hash: await sha256(presented), ring: undefined, credential: undefined };
    unknown.set(presented, entry);
  }

  return { lookup, learn };
}
