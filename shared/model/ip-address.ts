import type { JsonValue } from './json.ts';

/** An IP address: two words of 16 bits for IPv4, eight for IPv6. An IPv4-mapped IPv6 address is read as the IPv4 address. */
export type IpAddress = readonly number[];

/** A range in CIDR notation (RFC 4632, RFC 4291 section 2.3). */
export interface IpRange {
  readonly address: IpAddress;
  /** The number of leading bits that an address in the range shares. */
  readonly length: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const LENGTH = /^(?:0|[1-9]\d{0,2})$/;
/** `0000:0000:0000:0000:0000:ffff:255.255.255.255` */
const MAX_ADDRESS_LENGTH = 45;
/** The words before the IPv4 address in an IPv4-mapped IPv6 address. */
const MAPPED_PREFIX_WORDS = 6;

/** The address that a string denotes (RFC 4291 section 2.2 for IPv6, no zone); `null` if the value is not an address. */
export function readIpAddress(value: JsonValue): IpAddress | null {
  const address = parseAddress(value);
  return address !== null && isMapped(address) ? address.slice(MAPPED_PREFIX_WORDS) : address;
}

/** `address/length`, or an address alone as the range of itself; `null` if the value is neither. */
export function readIpRange(value: JsonValue): IpRange | null {
  if (typeof value !== 'string') return null;
  const slash = value.indexOf('/');
  const address = parseAddress(slash < 0 ? value : value.slice(0, slash));
  if (address === null) return null;
  const bits = address.length * 16;
  const suffix = slash < 0 ? String(bits) : value.slice(slash + 1);
  const length = Number(suffix);
  if (!LENGTH.test(suffix) || length > bits) return null;
  if (!isMapped(address) || length < MAPPED_PREFIX_WORDS * 16) return { address, length };
  return { address: address.slice(MAPPED_PREFIX_WORDS), length: length - MAPPED_PREFIX_WORDS * 16 };
}

export function isInIpRange(address: IpAddress, range: IpRange): boolean {
  if (address.length !== range.address.length) return false;
  for (let index = 0; index * 16 < range.length; index++) {
    const ignored = Math.max(0, 16 - (range.length - index * 16));
    const difference = (address[index] ?? 0) ^ (range.address[index] ?? 0);
    if (difference >> ignored !== 0) return false;
  }
  return true;
}

function isMapped(address: IpAddress): boolean {
  return address.length === 8 && address[5] === 0xffff && address.slice(0, 5).every((word) => word === 0);
}

function parseAddress(value: JsonValue): IpAddress | null {
  if (typeof value !== 'string' || value.length > MAX_ADDRESS_LENGTH) return null;
  return value.includes(':') ? parseIpv6(value) : parseIpv4(value);
}

function parseIpv4(text: string): IpAddress | null {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
  return [(a << 8) | b, (c << 8) | d];
}

function parseIpv6(text: string): IpAddress | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1));
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const words: number[] = [];
  for (const [index, group] of groups.entries()) {
    const ipv4 = mayEndInIpv4 && index === groups.length - 1 && group.includes('.') ? parseIpv4(group) : null;
    if (ipv4 !== null) words.push(...ipv4);
    else if (GROUP.test(group)) words.push(Number.parseInt(group, 16));
    else return null;
  }
  return words;
}
