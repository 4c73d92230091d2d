/** A server may ask for patience, but not for ever. */
const LONGEST_MS = 60_000;

/**
 * How long a `Retry-After` header asks to wait, at most a minute; `null` where it says nothing usable.
 *
 * @param now milliseconds since 1970: the header may hold a date
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const delayMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isNaN(delayMs)) return null;
  return Math.min(LONGEST_MS, Math.max(0, delayMs));
}
