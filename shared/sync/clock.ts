/** Time as the synchronisation code sees it, so that tests own it. */
export interface Clock {
  /** Milliseconds since some fixed moment; only differences and, on the system clock, wall time matter. */
  now(): number;
  /** Runs `task` once, `delayMs` from now. The returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** The machine's own time: handed in by composition roots, never reached for. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
