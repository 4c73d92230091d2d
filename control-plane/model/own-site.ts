/** Where people reach the console. */
export interface OwnSite {
  /** `PUBLIC_URL` as an origin; `undefined`: the host of each request, if that is this machine. */
  readonly origin: string | undefined;
}

/** Hosts that are the machine itself in every browser. */
const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads a `PUBLIC_URL`.
 *
 * @returns its origin; `undefined` if it has a path, or is neither https nor on this machine
 */
export function readPublicOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname));
  const isOrigin = url.href === `${url.origin}/` && !url.hostname.includes('*');
  return isSafe && isOrigin ? url.origin : undefined;
}

/** Whether the console is reached by https: then its cookie is marked `Secure`, and its name begins with `__Host-`. */
export const isSecureSite = ({ origin }: OwnSite): boolean => origin?.startsWith('https:') === true;

/**
 * Whether a page of this origin is the console. Without `PUBLIC_URL`, it is a page on the host that the request names,
 * if that is this machine: no other host counts, so a name that somebody points to this machine opens nothing.
 *
 * @param host the Host header of the request
 */
export function isOwnOrigin({ origin: own }: OwnSite, origin: string, host: string | undefined): boolean {
  if (own !== undefined) return origin === own;
  return (
    origin === `http://${host}` && URL.canParse(origin) && LOCAL_HOSTS.includes(new URL(origin).hostname)
  );
}
