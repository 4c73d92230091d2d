import type { Clock, SetTimer } from '../../../shared/model/clock.ts';

/** Time that passes when a test says so. */
export interface ManualClock {
  readonly now: Clock;
  readonly setTimer: SetTimer;
  /** Lets time pass; timers that come due run in their order, each at its own moment. */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

export function createManualClock(start: number): ManualClock {
  const timers = new Set<Timer>();
  let now = start;
  return {
    now: () => now,
    setTimer(callback, delayMs) {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        await settled();
        const due = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = until;
      await settled();
    },
  };
}

/** Lets everything that waits for nothing but its turn come to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resume) => setImmediate(resume));
}
