/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

/** Calls back once after a delay. The function it returns cancels. A pending timer does not keep the process alive. */
export type SetTimer = (callback: () => void, delayMs: number) => () => void;

/** A clock with timers: the only source of time of a part, so that a test controls it. */
export interface TimerClock {
  readonly now: Clock;
  readonly setTimer: SetTimer;
}

/** The clock and the timers of the machine. Only composition roots use it; every other part takes a clock as an argument. */
export const systemClock: TimerClock = {
  now: () => Date.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    unref(timer);
    return () => clearTimeout(timer);
  },
};

/** Node's timers keep the process alive until `unref` is called. Timers of other runtimes are numbers. */
function unref(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null) return;
  if ('unref' in timer && typeof timer.unref === 'function') timer.unref();
}
