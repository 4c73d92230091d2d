import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../../shared/model/clock.ts';

/** So many requests each second on average, and so many at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  /** At least 1. */
  readonly burst: number;
}

/** One token bucket for each name; names that are unused for longest are dropped. */
export interface TokenBuckets {
  /** Takes a token. @returns 0, or the milliseconds until there is one if there is none now */
  take(name: string): number;
  /** Puts back a token that was taken. */
  give(name: string): void;
}

/** Beyond it the one unused for longest starts again with a full bucket. */
const MOST_NAMES = 10_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A bucket that was unused for long enough to be full again equals a new one, so it may be dropped. */
export function createTokenBuckets(
  { perSecond, burst }: Rate,
  now: Clock,
  maxNames: number = MOST_NAMES,
): TokenBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: maxNames });

  function fill(bucket: Bucket): void {
    const at = now();
    // A clock that was set back must not empty buckets.
    const passed = Math.max(0, at - bucket.filledAt);
    bucket.tokens = Math.min(burst, bucket.tokens + (passed * perSecond) / 1000);
    bucket.filledAt = at;
  }

  const waitOf = ({ tokens }: Bucket) => (tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond));

  return {
    take(name) {
      const bucket = buckets.get(name);
      if (bucket === undefined) {
        buckets.set(name, { tokens: burst - 1, filledAt: now() });
        return 0;
      }
      fill(bucket);
      const wait = waitOf(bucket);
      if (wait === 0) bucket.tokens -= 1;
      return wait;
    },
    give(name) {
      const bucket = buckets.get(name);
      if (bucket !== undefined) bucket.tokens = Math.min(burst, bucket.tokens + 1);
    },
  };
}
