import { type IpAddress, type IpRange, isInIpRange, readIpAddress } from '../model/ip-address.ts';

/** The part of a request from which its client's address is read. */
export interface Sender {
  /** The value of a header by its lower-case name. */
  header(name: string): string | undefined;
  /** The address at the other end of the connection; `undefined` if it is not known or not to be used. */
  peer?(): string | undefined;
}

/** Proxies in a row; entries beyond are ignored. */
const MOST_HOPS = 20;
/** Words of 16 bits of an IPv6 address that belong to one customer: a /64. */
const NETWORK_WORDS = 4;

/**
 * Names the client a request comes from, for limits: its address, or its /64 network with IPv6. Headers are
 * believed only as far as trusted proxies wrote them: from the right, up to the first address that is not one
 * of theirs. `X-Forwarded-For` counts, and `Forwarded` (RFC 7239) if that is absent.
 *
 * @returns `undefined` if the peer is not known
 */
export function clientName(sender: Sender, trustedProxies: readonly IpRange[]): string | undefined {
  const peer = readIpAddress(sender.peer?.() ?? null);
  if (peer === null) return undefined;
  let client = peer;
  for (const hop of hopsFromTheRight(sender)) {
    if (!trustedProxies.some((range) => isInIpRange(client, range))) break;
    const address = readNode(hop);
    if (address === null) break;
    client = address;
  }
  return nameOf(client);
}

function* hopsFromTheRight(sender: Sender): Generator<string> {
  const forwardedFor = sender.header('x-forwarded-for');
  const list = forwardedFor ?? sender.header('forwarded');
  if (list === undefined) return;
  let end = list.length;
  for (let hop = 0; hop < MOST_HOPS && end >= 0; hop += 1) {
    const comma = end === 0 ? -1 : list.lastIndexOf(',', end - 1);
    const entry = list.slice(comma + 1, end).trim();
    yield forwardedFor === undefined ? forParameter(entry) : entry;
    end = comma;
  }
}

const FOR = /(?:^|;)\s*for\s*=\s*(?:"([^"\\]*)"|([^;\s"]+))/i;

/** The `for` of one element of `Forwarded`; '' if it has none. */
function forParameter(element: string): string {
  const [, quoted, token] = FOR.exec(element) ?? [];
  return quoted ?? token ?? '';
}

const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/;
const BRACKETED = /^\[([^\]]+)\](?::\d{1,5})?$/;

/** An address alone or with a port, IPv6 in brackets or not. `unknown` and made-up names are none. */
function readNode(text: string): IpAddress | null {
  const address = IPV4_WITH_PORT.exec(text)?.[1] ?? BRACKETED.exec(text)?.[1] ?? text;
  return readIpAddress(address);
}

function nameOf(address: IpAddress): string {
  return (address.length === 2 ? address : address.slice(0, NETWORK_WORDS)).join('.');
}
