import { setImmediate } from 'node:timers/promises';

/** How long the event loop serves nothing else, in milliseconds. */
const SLICE_MS = 8;

/** The time that a long computation has, in slices between which other requests are served. */
export interface TimeBudget {
  /** Whether the time is over. Once it is, it stays so. */
  isOver(): boolean;
  /** Whether the slice is over. */
  isPauseDue(): boolean;
  /** Serves other requests, then begins the next slice. */
  pause(): Promise<void>;
}

/**
 * @param now milliseconds
 * @param totalMs pauses included
 */
export function createTimeBudget(now: () => number, totalMs: number): TimeBudget {
  const end = now() + totalMs;
  let sliceEnd = now() + SLICE_MS;
  return {
    isOver: () => now() >= end,
    isPauseDue: () => now() >= sliceEnd,
    async pause() {
      await setImmediate();
      sliceEnd = now() + SLICE_MS;
    },
  };
}
