import { systemClock } from '../../../shared/model/clock.ts';
import type { Fetch } from '../../core/model/ports.ts';

/** The ports of the core on Workers. */

export const { now, setTimer } = systemClock;

export const sleep = (delayMs: number): Promise<void> =>
  new Promise((resolve) => void setTimer(resolve, delayMs));

/** Does not follow redirects: the relay key would go to their target. */
export const upstreamFetch: Fetch = (url, { method, headers, body, signal }) =>
  fetch(url, {
    method,
    headers: { ...headers },
    signal,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });

/** How often the alarm of an object runs: well before the platform evicts an object that gets no requests. */
export const ALARM_EVERY_MS = 5_000;
