import type { TimerClock } from '../../shared/model/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends TimerClock {
  /** Lets time pass: what is due is called in order, each at its own moment. */
  readonly advance: (ms: number) => void;
}

export function createManualClock(startsAt = 1_000_000): ManualClock {
  let now = startsAt;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    setTimer(callback, delayMs) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((other) => other !== due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = end;
    },
  };
}
