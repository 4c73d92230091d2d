import type { Resolution } from '../../../shared/evaluation/index.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';

/** From one resolution to another, and for how many contexts. */
export interface Transition {
  readonly before: Resolution;
  readonly after: Resolution;
  /** Whether variation, value or error differ. */
  readonly isChange: boolean;
  readonly contexts: number;
}

/** Counts the transitions of one flag. */
export interface TransitionCounts {
  /** @returns whether variation, value or error differ */
  add(before: Resolution, after: Resolution): boolean;
  /** The most frequent first. */
  list(): readonly Transition[];
}

/** Resolutions are shared objects, so their identity is enough to count them. */
export function countTransitions(): TransitionCounts {
  const counts = new Map<Resolution, Map<Resolution, { isChange: boolean; contexts: number }>>();
  return {
    add(before, after) {
      let fromBefore = counts.get(before);
      if (fromBefore === undefined) {
        fromBefore = new Map();
        counts.set(before, fromBefore);
      }
      let count = fromBefore.get(after);
      if (count === undefined) {
        count = { isChange: isChange(before, after), contexts: 0 };
        fromBefore.set(after, count);
      }
      count.contexts += 1;
      return count.isChange;
    },
    list: () =>
      [...counts]
        .flatMap(([before, others]) => [...others].map(([after, count]) => ({ before, after, ...count })))
        .sort((one, other) => other.contexts - one.contexts),
  };
}

function isChange(before: Resolution, after: Resolution): boolean {
  return (
    before.variationKey !== after.variationKey ||
    before.errorCode !== after.errorCode ||
    !isJsonEqual(before.value, after.value)
  );
}
