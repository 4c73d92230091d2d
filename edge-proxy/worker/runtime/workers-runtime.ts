import type { Clock, SetTimer } from '../../../shared/model/clock.ts';
import type { Fetch } from '../../core/model/ports.ts';

/** The ports of the core, as Workers have them. */

export const now: Clock = () => Date.now();

export const setTimer: SetTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

export const sleep = (delayMs: number): Promise<void> => new Promise((over) => setTimeout(over, delayMs));

/** A redirect is not followed: it would carry the relay key to wherever it points. */
export const upstreamFetch: Fetch = (url, { method, headers, body, signal }) =>
  fetch(url, {
    method,
    headers: { ...headers },
    signal,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });

/** How often an object's alarm wakes it: well before the platform evicts one that nobody asks. In milliseconds. */
export const WAKE_EVERY = 5_000;
