import { BlockList, isIP } from 'node:net';

/** Whether a host is reached without a proxy. */
export type BypassesProxy = (url: string) => boolean;

interface NameEntry {
  readonly name: string;
  /** Whether the name itself matches, or only names below it. */
  readonly includesItself: boolean;
}

interface Entry {
  /** `undefined`: any port. */
  readonly port: string | undefined;
  readonly matches: (host: string) => boolean;
}

/**
 * Reads `NO_PROXY` as curl and Go do: names (which match the names below them, too), names with a leading dot or `*.`,
 * IP addresses with or without brackets, CIDR ranges, each with an optional port; `*` is every host. A trailing dot of a
 * name means nothing. An entry that is none of these matches nothing.
 */
export function parseNoProxy(text: string): BypassesProxy {
  const entries = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry);
  return (url) => {
    const { hostname, port, protocol } = new URL(url);
    const host = plainHost(hostname);
    const effectivePort = port || (protocol === 'https:' ? '443' : '80');
    return entries.some((entry) => (entry.port ?? effectivePort) === effectivePort && entry.matches(host));
  };
}

function parseEntry(entry: string): Entry {
  if (entry === '*') return { port: undefined, matches: () => true };
  const [, bracketed, bracketedPort] = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry) ?? [];
  if (bracketed !== undefined) return { port: bracketedPort, matches: addressMatcher(bracketed) };
  // An IPv6 address without brackets has several colons, so it has no port.
  if (isIP(entry) || entry.includes('/')) return { port: undefined, matches: addressMatcher(entry) };
  const [, name = '', port] = /^([^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  return { port, matches: isIP(name) ? addressMatcher(name) : nameMatcher(toNameEntry(name)) };
}

function toNameEntry(entry: string): NameEntry {
  const name = plainHost(entry.replace(/^\*?\./, ''));
  return { name, includesItself: !/^\*?\./.test(entry) };
}

function nameMatcher({ name, includesItself }: NameEntry): (host: string) => boolean {
  if (name === '') return () => false;
  return (host) => (includesItself && host === name) || host.endsWith(`.${name}`);
}

/** @param range an address, or one with a prefix length */
function addressMatcher(range: string): (host: string) => boolean {
  const [address = '', prefix] = range.split('/');
  const family = isIP(address);
  const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
  if (
    family === 0 ||
    prefix === '' ||
    !Number.isInteger(bits) ||
    bits < 0 ||
    bits > (family === 6 ? 128 : 32)
  ) {
    return () => false;
  }
  const list = new BlockList();
  list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  return (host) => isIP(host) !== 0 && list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

/** Lower case, without brackets and without the trailing dot. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
