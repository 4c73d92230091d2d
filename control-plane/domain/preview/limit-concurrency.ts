import { RequestError } from '../../model/request-error.ts';

interface ConcurrencyLimits {
  readonly running: number;
  readonly waiting: number;
  /** How long one waits for its turn, in milliseconds. */
  readonly waitMs: number;
}

const RETRY_AFTER_SECONDS = 5;

/**
 * Runs some work at once. The rest waits for its turn, in order.
 *
 * @returns a function that runs work; it throws RequestError TOO_MANY_REQUESTS if too much waits, or for too long
 */
export function limitConcurrency({
  running,
  waiting,
  waitMs,
}: ConcurrencyLimits): <T>(work: () => Promise<T>) => Promise<T> {
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

const tooMany = () =>
  new RequestError('TOO_MANY_REQUESTS', 'This control plane computes too many previews. Try again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
