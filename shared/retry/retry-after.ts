/** A server may ask a client to wait, but not without limit. */
const LONGEST_MS = 60_000;

/**
 * Reads a `Retry-After` header, seconds or a date (RFC 9110 section 10.2.3).
 *
 * @param now milliseconds since 1970, for a header that holds a date
 * @param longestMs a longer wait is cut to this; a minute unless given
 * @returns milliseconds; `null` if there is no header or it cannot be read
 */
export function parseRetryAfter(
  header: string | null,
  now: number,
  longestMs: number = LONGEST_MS,
): number | null {
  if (header === null) return null;
  const text = header.trim();
  const delayMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isNaN(delayMs)) return null;
  return Math.min(longestMs, Math.max(0, delayMs));
}

/** The value of a `Retry-After` header: whole seconds, at least 1. OFREP clients read nothing else. */
export function formatRetryAfter(waitMs: number): string {
  return String(Math.max(1, Math.ceil(waitMs / 1000)));
}
