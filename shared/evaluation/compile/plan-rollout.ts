import type { Rollout } from '../../model/flag-set.ts';
import { TARGETING_KEY } from '../decide/attribute.ts';
import type { PlannedRollout } from '../decide/compiled-flag-set.ts';
import { hashPrefix } from '../decide/murmur3.ts';
import { invalidContext, type ResolutionMaker, targetingKeyMissing } from '../decide/resolutions.ts';
import type { CompileCache } from './compile-cache.ts';

/**
 * Compiles a rollout that has been checked.
 *
 * @param flagKey the seed of a rollout that has none of its own
 */
export function planRollout(
  rollout: Rollout,
  flagKey: string,
  make: ResolutionMaker,
  cache: CompileCache,
): PlannedRollout {
  const { bucketBy = TARGETING_KEY, seed = flagKey } = rollout;
  const ends: number[] = [];
  let end = 0;
  for (const { weight } of rollout.variations) {
    end += weight;
    ends.push(end);
  }
  return {
    attribute: cache.pathOf(bucketBy),
    seed,
    seeded: hashPrefix(`${seed}:`),
    ends,
    resolutions: rollout.variations.map(({ variation }) => make(variation, 'SPLIT')),
    unusable: bucketBy === TARGETING_KEY ? targetingKeyMissing(flagKey) : invalidContext(flagKey, bucketBy),
  };
}
