import type { Clock } from '../../../../shared/model/clock.ts';
import type { EdgeState } from '../edge-state.ts';

/** Upper bounds of the propagation histogram, in seconds: from "within a tick" to "after an outage". */
export const PROPAGATION_BUCKETS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900,
];

/**
 * Observes, for each delta, the seconds from the commit of the change until it is in use here. Snapshots are
 * left out: they contain the whole state, not what has just changed. Clocks that disagree make it 0, never negative.
 */
export function observePropagation(state: EdgeState, now: Clock, observe: (seconds: number) => void): void {
  state.listen({
    relayChanged() {},
    flagsChanged(_, delta) {
      if (delta === undefined) return;
      const committedAt = Date.parse(delta.committedAt);
      if (!Number.isNaN(committedAt)) observe(Math.max(0, now() - committedAt) / 1000);
    },
    flagsErased() {},
    everythingErased() {},
  });
}
