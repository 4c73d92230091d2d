const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two lower-case hex digits of the lowest byte of a whole number. */
export function byteHex(value: number): string {
  return BYTES[value & 0xff] ?? '';
}
