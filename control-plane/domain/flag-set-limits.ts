import { FLAG_SET_LIMITS, FLAG_SET_MEASURES, type FlagSetSize } from '../model/flag-set-size.ts';
import { RequestError } from '../model/request-error.ts';
import { readFlagSetSizes } from '../store/flags/flag-set-sizes.ts';
import type { Change } from './change.ts';

/**
 * Refuses a change that has made the flag set of an environment too large. Must be called after the rows are written and
 * measured; the environments must be locked.
 *
 * Only what the change increases counts: what exceeds a limit already may always become smaller.
 *
 * @param before the size of the changed flag or segment before the change, `after` after it
 * @throws RequestError CONFLICT
 */
export async function assertWithinFlagSetLimits(
  change: Change,
  environmentIds: readonly string[],
  before: FlagSetSize,
  after: FlagSetSize,
): Promise<void> {
  const grown = FLAG_SET_MEASURES.filter((measure) => after[measure] > before[measure]);
  if (grown.length === 0) return;
  for (const size of (await readFlagSetSizes(change.tx, environmentIds)).values()) {
    for (const measure of grown) {
      if (size[measure] <= FLAG_SET_LIMITS[measure]) continue;
      throw new RequestError(
        'CONFLICT',
        `The flag set of an environment may have at most ${FLAG_SET_LIMITS[measure]} ${measure}; with this change it would have ${size[measure]}. Remove flags, rules or members of segments first; GET …/environments/{environmentKey}/usage shows what is used.`,
      );
    }
  }
}
