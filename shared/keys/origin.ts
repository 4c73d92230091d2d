/** Allows every origin, also the opaque origin `null` of sandboxed frames and local files. */
export const ANY_ORIGIN = '*';

/** Longer than any origin a browser can have: a host name has at most 253 characters. */
const MAX_ORIGIN_LENGTH = 300;

const HOST_LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST = `(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[0-9a-f:.]{2,45}\\])`;
/** An origin as browsers write it (RFC 6454): lower case, no path, no default port. `*.` matches any subdomain. */
const PATTERN = new RegExp(`^([a-z][a-z0-9+.-]{0,39})://(\\*\\.)?${HOST}(?::([1-9]\\d{0,4}))?$`);

/** Ports that a browser leaves out of an origin. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Whether a string is allowed in an environment's `allowedOrigins`: an origin, one with `*.` for its subdomains, or `*`. */
export function isOriginPattern(text: string): boolean {
  if (text === ANY_ORIGIN) return true;
  if (text.length > MAX_ORIGIN_LENGTH) return false;
  const [, scheme = '', , port] = PATTERN.exec(text) ?? [];
  if (scheme === '') return false;
  return port === undefined || (Number(port) <= 65_535 && DEFAULT_PORTS[scheme] !== port);
}

/** Whether an origin is allowed, as a browser sends it in `Origin`. */
export type OriginCheck = (origin: string) => boolean;

/** `https://*.example.com` allows subdomains of example.com, but not example.com itself. */
export function createOriginCheck(patterns: readonly string[]): OriginCheck {
  if (patterns.includes(ANY_ORIGIN)) return () => true;
  const exact = new Set<string>();
  const subdomains: { readonly start: string; readonly end: string }[] = [];
  for (const pattern of patterns) {
    const [start, end] = pattern.split('*', 2);
    if (start === undefined || end === undefined) exact.add(pattern);
    else subdomains.push({ start, end });
  }
  return (origin) =>
    origin.length <= MAX_ORIGIN_LENGTH &&
    (exact.has(origin) ||
      subdomains.some(
        ({ start, end }) =>
          origin.length > start.length + end.length && origin.startsWith(start) && origin.endsWith(end),
      ));
}
