import type { TimerClock } from '../../shared/model/clock.ts';

/**
 * Work of which one run at a time is enough. Resolves when a run has ended that began after the call: the
 * one that starts now, or the one that follows the run under way. Rejects as that run does.
 */
export type Coalesced = () => Promise<void>;

/** Turns any number of calls into as few runs as keep every caller's promise, never two at once. */
export function coalesce(run: () => Promise<void>): Coalesced {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const running = run().finally(() => {
      if (current === running) current = undefined;
    });
    current = running;
    return running;
  };
  const follow = (): Promise<void> => {
    next = undefined;
    return start();
  };
  return () => {
    if (current === undefined) return start();
    next ??= current.then(follow, follow);
    return next;
  };
}

/** Postgres took longer than it may; carries the driver's code for that, so that it counts as unreachable. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'CONNECT_TIMEOUT';
}

/** The outcome of `promise`, or a rejection after `limitMs`: a connection that hangs must not hang us. */
export async function within<T>(clock: TimerClock, limitMs: number, promise: Promise<T>): Promise<T> {
  let cancel = () => {};
  const timeout = new Promise<never>((_, reject) => {
    const give = () => reject(new TimeoutError(`no answer within ${limitMs} ms`));
    cancel = clock.setTimer(give, limitMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    cancel();
  }
}
