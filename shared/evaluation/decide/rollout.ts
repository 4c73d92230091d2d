import type { EvaluationContext } from '../../model/evaluation-context.ts';
import { ROLLOUT_TOTAL, type Rollout } from '../../model/flag-set.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Resolution } from '../../model/resolution.ts';
import type { Workshop } from '../compile/compile-cache.ts';
import { readAttribute, TARGETING_KEY } from './attribute.ts';
import type { PlannedRollout } from './compiled-flag-set.ts';
import { hashAfter, hashPrefix } from './murmur3.ts';
import { invalidContext, type ResolutionMaker, targetingKeyMissing } from './resolutions.ts';

const HASHES = 2 ** 32;

/** Compiles a rollout that has been checked. */
export function planRollout(
  rollout: Rollout,
  flagKey: string,
  make: ResolutionMaker,
  workshop: Workshop,
): PlannedRollout {
  const { bucketBy = TARGETING_KEY, seed = flagKey } = rollout;
  const ends: number[] = [];
  let end = 0;
  for (const { weight } of rollout.variations) {
    end += weight;
    ends.push(end);
  }
  return {
    attribute: workshop.pathOf(bucketBy),
    seed,
    seeded: hashPrefix(`${seed}:`),
    ends,
    resolutions: rollout.variations.map(({ variation }) => make(variation, 'SPLIT')),
    unusable: bucketBy === TARGETING_KEY ? targetingKeyMissing(flagKey) : invalidContext(flagKey, bucketBy),
  };
}

/** The text that is hashed for a bucketing value; `null` where the value is not usable. */
export function bucketingText(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

/** 0 to 99,999: multiply-shift, so that every hash counts and none is folded onto another by a remainder. */
export function bucketOf(rollout: PlannedRollout, text: string): number {
  return Math.floor(((hashAfter(rollout.seeded, text) >>> 0) * ROLLOUT_TOTAL) / HASHES);
}

/** The resolution that a context gets from a rollout. */
export function spin(rollout: PlannedRollout, context: EvaluationContext): Resolution {
  const text = bucketingText(readAttribute(rollout.attribute, context));
  if (text === null) return rollout.unusable;
  return rollout.resolutions[shareOf(rollout, bucketOf(rollout, text))] ?? rollout.unusable;
}

/** The place of the share in which a bucket lies. */
function shareOf({ ends }: PlannedRollout, bucket: number): number {
  let share = 0;
  while (share < ends.length - 1 && bucket >= (ends[share] ?? 0)) share++;
  return share;
}
