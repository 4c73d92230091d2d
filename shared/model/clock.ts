/** Time as the synchronisation code sees it, so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Calls back once after a delay; the function it returns cancels. A pending timer keeps no process alive. */
  readonly setTimer: (callback: () => void, delayMs: number) => () => void;
}

/** The machine's own time: handed in by composition roots, never reached for. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    letGo(timer);
    return () => clearTimeout(timer);
  },
};

/** Node's timers hold a process open unless told otherwise; those of other runtimes are numbers and do not. */
function letGo(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null) return;
  if ('unref' in timer && typeof timer.unref === 'function') timer.unref();
}
