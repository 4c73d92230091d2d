import type { EvaluationContext } from '../../model/evaluation-context.ts';
import { ROLLOUT_TOTAL } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Resolution } from '../../model/resolution.ts';
import { readAttribute } from './attribute.ts';
import type { PlannedRollout } from './compiled-flag-set.ts';
import { hashAfter } from './murmur3.ts';

/** How many values a hash may have: it is an unsigned integer of 32 bits. */
const HASHES = 2 ** 32;

/** The resolution that a rollout serves to a context. */
export function assignBucket(rollout: PlannedRollout, context: EvaluationContext): Resolution {
  const text = bucketingText(readAttribute(rollout.attribute, context));
  if (text === null) return rollout.unusable;
  return rollout.resolutions[shareOf(rollout, bucketOf(rollout, text))] ?? rollout.unusable;
}

/** The text that is hashed for a bucketing value: a string that is not empty, or an integer; `null` for all else. */
export function bucketingText(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

/**
 * The bucket of a bucketing text, 0 to 99,999: the hash of `seed:text` multiplied by 100,000 and shifted by 32 bits
 * (multiply-shift). Every bit of the hash counts, and the buckets are of equal size; a remainder gives neither.
 */
export function bucketOf(rollout: PlannedRollout, text: string): number {
  return Math.floor(((hashAfter(rollout.seeded, text) >>> 0) * ROLLOUT_TOTAL) / HASHES);
}

/** The index of the share that holds a bucket. */
function shareOf({ ends }: PlannedRollout, bucket: number): number {
  let share = 0;
  while (share < ends.length - 1 && bucket >= (ends[share] ?? 0)) share++;
  return share;
}
