import { type BackoffLimits, backoffDelay } from './backoff.ts';

/** What a client that lost its stream, or was refused one, remembers for the next attempt. */
export interface ConnectFailures {
  /** In a row, this one included: at least 1. */
  readonly failures: number;
  /** What the response's `Retry-After` asks for; 0 without one. */
  readonly retryAfterMs: number;
  /** In [0, 1), as `Math.random` returns it. */
  readonly random: number;
}

/**
 * How long a client waits before it connects again after an outage: exponential backoff with jitter, and no less than the
 * server asks for. Jitter also on `Retry-After`: a server sends the same value to many clients.
 *
 * @param limits a base above the cap raises the cap: a server may ask for one with `retry:`
 * @returns milliseconds
 */
export function reconnectDelay(
  { failures, retryAfterMs, random }: ConnectFailures,
  { baseMs, capMs }: BackoffLimits,
): number {
  const ownDelayMs = backoffDelay(failures, { baseMs, capMs: Math.max(capMs, baseMs) }, random);
  const askedMs = retryAfterMs === 0 ? 0 : retryAfterMs + random * baseMs;
  return Math.max(ownDelayMs, askedMs);
}

/**
 * How long a client waits before it connects again after a response that will not change soon, such as 401.
 *
 * @returns milliseconds
 */
export function rejectedDelay(
  { failures, retryAfterMs, random }: ConnectFailures,
  limits: BackoffLimits,
): number {
  return Math.max(backoffDelay(failures, limits, random), retryAfterMs);
}
