import type { TimerClock } from '../../shared/model/clock.ts';

/** A clock that stands still until a test advances it. */
export interface ManualClock extends TimerClock {
  /** Advances the time. Timers that are due run in the order of their times, each at its own time. */
  advance(ms: number): void;
  /** The same; before each timer and at the end, all asynchronous work that can go on does so. */
  advanceAsync(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** @param startsAt Milliseconds since 1970, UTC. */
export function createManualClock(startsAt = 1_000_000): ManualClock {
  const timers = new Set<Timer>();
  let now = startsAt;

  /** Runs the next timer that is due by `end`; answers whether there was one. */
  const runNextTimer = (end: number): boolean => {
    const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (due === undefined) return false;
    timers.delete(due);
    now = Math.max(now, due.at);
    due.callback();
    return true;
  };
  return {
    now: () => now,
    setTimer(callback, delayMs) {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      while (runNextTimer(end));
      now = end;
    },
    async advanceAsync(ms) {
      const end = now + ms;
      do await flushTasks();
      while (runNextTimer(end));
      now = end;
      await flushTasks();
    },
  };
}

/** Waits until all asynchronous work is done that needs no timer and no input. */
export async function flushTasks(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resume) => setImmediate(resume));
}
