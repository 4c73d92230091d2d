import {
  EMPTY_SIZE,
  FLAG_SET_LIMITS,
  FLAG_SET_MEASURES,
  type FlagSetSize,
} from '../../model/flag-set-size.ts';
import { RequestError } from '../../model/request-error.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { readFlagSetSizes } from '../../store/flags/flag-set-sizes.ts';

/** By environment id, the size of what a change is about, in the flag set of the environment. */
export type SizesByEnvironment = ReadonlyMap<string, FlagSetSize>;

/**
 * Refuses a change that has made the flag set of an environment too large. Must be called after the rows are written and
 * measured; the environments must be locked.
 *
 * Only what the change increases counts: what exceeds a limit already may always become smaller.
 *
 * @param before the sizes of the changed flags and segments before the change, `after` after it
 * @throws RequestError CONFLICT
 */
export async function assertWithinFlagSetLimits(
  tx: Transaction,
  before: SizesByEnvironment,
  after: SizesByEnvironment,
): Promise<void> {
  const grown = FLAG_SET_MEASURES.filter((measure) =>
    [...after].some(([id, size]) => size[measure] > (before.get(id) ?? EMPTY_SIZE)[measure]),
  );
  if (grown.length === 0) return;
  for (const size of (await readFlagSetSizes(tx, [...after.keys()])).values()) {
    for (const measure of grown) {
      if (size[measure] <= FLAG_SET_LIMITS[measure]) continue;
      throw new RequestError(
        'CONFLICT',
        `The flag set of an environment may have at most ${FLAG_SET_LIMITS[measure]} ${measure}; with this change it would have ${size[measure]}. Remove flags, rules or members of segments first; GET …/environments/{environmentKey}/usage shows what is used.`,
      );
    }
  }
}
