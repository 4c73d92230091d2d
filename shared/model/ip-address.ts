import type { JsonValue } from './json.ts';

/** An IP address: two words of 16 bits for IPv4, eight for IPv6. An IPv4-mapped IPv6 address is the IPv4 one. */
export type Address = readonly number[];

export interface AddressRange {
  readonly address: Address;
  /** How many leading bits count. */
  readonly length: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const LENGTH = /^(?:0|[1-9]\d{0,2})$/;
const LONGEST_ADDRESS = 45;
const MAPPED_WORDS = 6;

/** `null` where it is no address. */
export function readAddress(value: JsonValue): Address | null {
  const address = parseAddress(value);
  return address !== null && isMapped(address) ? address.slice(MAPPED_WORDS) : address;
}

/** `address/length`, or an address alone as the range of itself; `null` where it is neither. */
export function readAddressRange(value: JsonValue): AddressRange | null {
  if (typeof value !== 'string') return null;
  const slash = value.indexOf('/');
  const address = parseAddress(slash < 0 ? value : value.slice(0, slash));
  if (address === null) return null;
  const bits = address.length * 16;
  const suffix = slash < 0 ? String(bits) : value.slice(slash + 1);
  const length = Number(suffix);
  if (!LENGTH.test(suffix) || length > bits) return null;
  if (!isMapped(address) || length < MAPPED_WORDS * 16) return { address, length };
  return { address: address.slice(MAPPED_WORDS), length: length - MAPPED_WORDS * 16 };
}

export function isInRange(address: Address, range: AddressRange): boolean {
  if (address.length !== range.address.length) return false;
  for (let index = 0; index * 16 < range.length; index++) {
    const ignored = Math.max(0, 16 - (range.length - index * 16));
    const difference = (address[index] ?? 0) ^ (range.address[index] ?? 0);
    if (difference >> ignored !== 0) return false;
  }
  return true;
}

function isMapped(address: Address): boolean {
  return address.length === 8 && address[5] === 0xffff && address.slice(0, 5).every((word) => word === 0);
}

function parseAddress(value: JsonValue): Address | null {
  if (typeof value !== 'string' || value.length > LONGEST_ADDRESS) return null;
  return value.includes(':') ? parseIpv6(value) : parseIpv4(value);
}

function parseIpv4(text: string): Address | null {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
  return [(a << 8) | b, (c << 8) | d];
}

function parseIpv6(text: string): Address | null {
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
