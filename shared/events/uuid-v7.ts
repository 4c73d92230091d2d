import { byteHex } from '../model/hex.ts';
import { isUuid } from '../model/uuid.ts';

/** Fills the bytes given with cryptographically strong randomness, as `crypto.getRandomValues` does. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Makes a new id with this time, in milliseconds since 1970. */
export type UuidV7Generator = (timeMs: number) => string;

/** The digit after the third hyphen holds the variant in its two highest bits: 10. */
const VARIANT_DIGITS = '89ab';
const RANDOM_BYTES = 10;

/**
 * Makes UUIDs of version 7 (RFC 9562 section 5.7) with exactly the given time. `rand_a` and `rand_b` are random, except for the
 * highest bit of `rand_a`: it is 0, so that a counter that starts there has room (section 6.2, method 1).
 */
export function createUuidV7Generator(fillRandom: FillRandom): UuidV7Generator {
  const random = new Uint8Array(RANDOM_BYTES);
  return (timeMs) => {
    fillRandom(random);
    random[0] = 0x70 | (byteOf(random, 0) & 0x07);
    random[2] = 0x80 | (byteOf(random, 2) & 0x3f);
    const time = Math.floor(timeMs).toString(16).padStart(12, '0');
    const digits = Array.from(random, byteHex).join('');
    return `${time.slice(0, 8)}-${time.slice(8)}-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
  };
}

/** Whether a text is a UUID of version 7 (and of the variant of RFC 9562) in lower case. */
export function isUuidV7(text: string): boolean {
  return isUuid(text) && text.startsWith('7', 14) && VARIANT_DIGITS.includes(text.charAt(19));
}

/** The time of a UUIDv7, in milliseconds since 1970. */
export function uuidV7Time(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The lowest UUID with this time: ids of later times are above it, ids of earlier times below. */
export function lowestUuidV7(timeMs: number): string {
  const time = Math.max(0, Math.floor(timeMs)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

function byteOf(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
