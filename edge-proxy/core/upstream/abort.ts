import type { SetTimer } from '../ports.ts';

/** A promise's outcome, or a rejection as soon as the signal aborts, whether or not the runtime honours it. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits, but no longer than until the signal aborts. */
export function pause(setTimer: SetTimer, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const resume = () => {
      cancel();
      signal.removeEventListener('abort', resume);
      resolve();
    };
    const cancel = setTimer(resume, delayMs);
    signal.addEventListener('abort', resume, { once: true });
  });
}
