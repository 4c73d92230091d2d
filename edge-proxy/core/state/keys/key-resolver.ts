import { LRUCache } from 'lru-cache';
import type { Credential, KeyRing } from '../../model/key-ring.ts';
import type { Sha256 } from '../../model/ports.ts';

/** Keys that open nothing, or were hashed but not looked up yet: a flood of guesses takes no more memory than this. */
const UNKNOWN_KEYS = 1_000;

/** A key's prefix and random part; longer than any key we issue is refused before it is hashed or cached. */
const KEY_SHAPE = /^sf_(?:cli|srv|rly)_[A-Za-z0-9_-]{16,128}$/;

/** What is known of a presented key: `null` is "refused", `undefined` "hash it first". */
export type KeyLookup = Credential | null | undefined;

/** Finds the credential of a presented key: synchronously, once its hash is known. */
export interface KeyResolver {
  lookup(presented: string, ring: KeyRing): KeyLookup;
  /** Hashes a key that {@link lookup} does not find. Never rejects because of the key itself. */
  learn(presented: string): Promise<void>;
  /** Whether {@link learn} has begun and not ended for this key. */
  isLearning(presented: string): boolean;
}

/** `sha256` is the only asynchronous step, once for each key: requests that come meanwhile wait for the same one. */
export function createKeyResolver(sha256: Sha256): KeyResolver {
  /** Credentials by key as it is presented: no more than the ring has. */
  let known = new Map<string, Credential>();
  let knownRing: KeyRing | undefined;
  /** Hashes of the other keys that were presented most recently. */
  const unknown = new LRUCache<string, string>({ max: UNKNOWN_KEYS });

  const learning = createSharedWork(async (presented) => {
    unknown.set(presented, await sha256(presented));
  });

  /** Moves cached keys to another ring. A key that is not in that ring becomes unknown. */
  function changeTo(ring: KeyRing): void {
    const before = known;
    known = new Map();
    knownRing = ring;
    for (const [presented, { hash }] of before) file(presented, hash, ring);
  }

  function file(presented: string, hash: string, ring: KeyRing): Credential | undefined {
    const credential = ring.find(hash);
    if (credential === undefined) unknown.set(presented, hash);
    else {
      known.set(presented, credential);
      unknown.delete(presented);
    }
    return credential;
  }

  function lookup(presented: string, ring: KeyRing): KeyLookup {
    if (ring !== knownRing) changeTo(ring);
    const credential = known.get(presented);
    if (credential !== undefined) return credential;
    const hash = unknown.get(presented);
    if (hash === undefined) return KEY_SHAPE.test(presented) ? undefined : null;
    return file(presented, hash, ring) ?? null;
  }

  async function learn(presented: string): Promise<void> {
    if (KEY_SHAPE.test(presented)) await learning.run(presented);
  }

  return { lookup, learn, isLearning: learning.isRunning };
}

/** Runs asynchronous work once for all that ask for the same name before it has ended. */
function createSharedWork(work: (name: string) => Promise<void>) {
  const running = new Map<string, Promise<void>>();
  return {
    run(name: string): Promise<void> {
      const begun = running.get(name) ?? work(name).finally(() => running.delete(name));
      running.set(name, begun);
      return begun;
    },
    isRunning: (name: string): boolean => running.has(name),
  };
}
