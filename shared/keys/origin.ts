/** Allows every origin, the opaque one (`null`) of sandboxed frames and local files included. */
export const ANY_ORIGIN = '*';

/** Longer than any scheme, host name and port a browser can have. */
const LONGEST_ORIGIN = 300;

const HOST_LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOST = `(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[0-9a-f:.]{2,45}\\])`;
/** As browsers write an origin: lower case, no path, no default port. `*.` may stand for any subdomain. */
const PATTERN = new RegExp(`^([a-z][a-z0-9+.-]{0,39})://(\\*\\.)?${HOST}(?::([1-9]\\d{0,4}))?$`);

/** Ports that a browser leaves out of an origin. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Whether a text may stand in an environment's `allowedOrigins`: an origin, one for its subdomains, or `*`. */
export function isOriginPattern(text: string): boolean {
  if (text === ANY_ORIGIN) return true;
  if (text.length > LONGEST_ORIGIN) return false;
  const [, scheme = '', , port] = PATTERN.exec(text) ?? [];
  if (scheme === '') return false;
  return port === undefined || (Number(port) <= 65_535 && DEFAULT_PORTS[scheme] !== port);
}

/** Whether an origin, as a browser sends it, is allowed. */
export type OriginCheck = (origin: string) => boolean;

/** `https://*.example.com` allows what is below example.com, not example.com itself. */
export function createOriginCheck(patterns: readonly string[]): OriginCheck {
  if (patterns.includes(ANY_ORIGIN)) return () => true;
  const exact = new Set<string>();
  const below: { readonly start: string; readonly end: string }[] = [];
  for (const pattern of patterns) {
    const [start, end] = pattern.split('*', 2);
    if (start === undefined || end === undefined) exact.add(pattern);
    else below.push({ start, end });
  }
  return (origin) =>
    origin.length <= LONGEST_ORIGIN &&
    (exact.has(origin) ||
      below.some(
        ({ start, end }) =>
          origin.length > start.length + end.length && origin.startsWith(start) && origin.endsWith(end),
      ));
}
