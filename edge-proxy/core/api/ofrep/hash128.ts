import type { CodeUnitBuffer } from './code-unit-buffer.ts';

const BLOCK = 4;
const ZERO = 0x30;
const LETTER_A = 0x61;

/** A hash as text, and its first 32 bits as a number. */
export interface Hash128 {
  readonly hex: string;
  readonly word: number;
}

/**
 * 128 bits of a text's code units, as 32 hex digits: the mixing of MurmurHash3 (x86, 128 bits) over UTF-16 code units, four to a
 * block. Fast and evenly spread; not safe against texts that were chosen to collide.
 */
export function hash128(text: CodeUnitBuffer): Hash128 {
  let [a, b, c, d] = [0x9368e53c, 0x586dcd20, 0x1b873593, 0xcc9e2d51];
  const { length } = text;
  // Past the end there is 0, which a text may end with, too; the length, mixed in below, makes the difference.
  const units = text.padded(BLOCK);
  for (let index = 0; index < length; index += BLOCK) {
    a = blend(a, scramble(units[index] ?? 0, 0x239b961b, 0xab0e9789, 15), b, 19, 0x561ccd1b);
    b = blend(b, scramble(units[index + 1] ?? 0, 0xab0e9789, 0x38b34ae5, 16), c, 17, 0x0bcaa747);
    c = blend(c, scramble(units[index + 2] ?? 0, 0x38b34ae5, 0xa1e38b93, 17), d, 15, 0x96cd1c35);
    d = blend(d, scramble(units[index + 3] ?? 0, 0xa1e38b93, 0x239b961b, 18), a, 13, 0x32ac3b17);
  }
  a ^= length;
  b ^= length;
  c ^= length;
  d ^= length;
  a = (a + b + c + d) | 0;
  b = finish((b + a) | 0);
  c = finish((c + a) | 0);
  d = finish((d + a) | 0);
  a = finish(a);
  a = (a + b + c + d) | 0;
  return { hex: hex(a) + hex(b + a) + hex(c + a) + hex(d + a), word: a };
}

function scramble(value: number, first: number, second: number, turn: number): number {
  return Math.imul(rotate(Math.imul(value, first), turn), second);
}

function blend(lane: number, value: number, next: number, turn: number, constant: number): number {
  return (Math.imul((rotate(lane ^ value, turn) + next) | 0, 5) + constant) | 0;
}

function rotate(value: number, turn: number): number {
  return (value << turn) | (value >>> (32 - turn));
}

function finish(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Eight digits, in one text from the start: joining pairs takes twice the time. */
function hex(value: number): string {
  return String.fromCharCode(
    digit(value >>> 28),
    digit(value >>> 24),
    digit(value >>> 20),
    digit(value >>> 16),
    digit(value >>> 12),
    digit(value >>> 8),
    digit(value >>> 4),
    digit(value),
  );
}

function digit(value: number): number {
  const low = value & 0xf;
  return low < 10 ? ZERO + low : LETTER_A + low - 10;
}
