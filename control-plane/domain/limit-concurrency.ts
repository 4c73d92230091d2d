interface ConcurrencyLimits {
  readonly running: number;
  readonly waiting: number;
  /** How long one waits for its turn, in milliseconds. */
  readonly waitMs: number;
}

/**
 * Runs some work at once. The rest waits for its turn, in order.
 *
 * @param tooMany the error if too much waits, or for too long
 * @returns a function that runs work
 */
export function limitConcurrency(
  { running, waiting, waitMs }: ConcurrencyLimits,
  tooMany: () => Error,
): <T>(work: () => Promise<T>) => Promise<T> {
  const waiters = new Set<() => void>();
  let active = 0;
  const turn = (): Promise<void> => {
    if (active < running) {
      active += 1;
      return Promise.resolve();
    }
    if (waiters.size >= waiting) return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiters.delete(start);
        reject(tooMany());
      }, waitMs);
      const start = () => {
        clearTimeout(timer);
        waiters.delete(start);
        resolve();
      };
      waiters.add(start);
    });
  };
  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      const [next] = waiters;
      if (next === undefined) active -= 1;
      else next();
    }
  };
}
