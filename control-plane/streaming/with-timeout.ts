import type { TimerClock } from '../../shared/model/clock.ts';

/** Postgres did not answer in time. Has the driver's code for a timeout, so it counts as unreachable. */
class PostgresTimeoutError extends Error {
  override readonly name = 'PostgresTimeoutError';
  readonly code = 'CONNECT_TIMEOUT';
}

/** Settles as `promise` does, or rejects after `timeoutMs`: a query on a dead connection may never settle. */
export async function withTimeout<T>(clock: TimerClock, timeoutMs: number, promise: Promise<T>): Promise<T> {
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    const fail = () => reject(new PostgresTimeoutError(`Postgres did not answer within ${timeoutMs} ms`));
    cancel = clock.setTimer(fail, timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    cancel();
  }
}
