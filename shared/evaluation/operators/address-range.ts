import { type IpAddress, readIpAddress, readIpRange } from '../../model/ip-address.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Interval } from './ordered-keys.ts';

const HIGHEST_WORD = 0xffff;

/** An address as a text: addresses of a family compare as the texts do. `null` if the value is not an address. */
export function readAddressKey(value: JsonValue): string | null {
  const address = readIpAddress(value);
  return address === null ? null : keyOf(address);
}

/** The keys of the lowest and the highest address of a range; `null` if the value is not a range. */
export function readAddressInterval(value: JsonValue): Interval<string> | null {
  const range = readIpRange(value);
  if (range === null) return null;
  const { address, length } = range;
  const ignored = address.map((_, index) => HIGHEST_WORD >> Math.min(16, Math.max(0, length - index * 16)));
  return {
    low: keyOf(address.map((word, index) => word & ~(ignored[index] ?? 0))),
    high: keyOf(address.map((word, index) => word | (ignored[index] ?? 0))),
  };
}

/** The family comes first, so no address of one family lies between two of the other. */
function keyOf(address: IpAddress): string {
  return String.fromCharCode(address.length, ...address);
}
