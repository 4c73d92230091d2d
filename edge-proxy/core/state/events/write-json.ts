/**
 * Writes small pieces of JSON as bytes. Each function takes the index to write at and returns the index after what it
 * wrote. The caller ensures that there is space. Building a text first and encoding it afterwards takes ten times as
 * long.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** Between a space and a tilde, both included. */
const PRINTABLE = 95;
const ZERO = 0x30;
const MINUS = 0x2d;

/** Bytes that {@link writeNumber} writes at most. */
export const NUMBER_BYTES = 32;

/** Short ones: a loop is faster then than asking the runtime to copy. */
export function writeBytes(target: Uint8Array, at: number, source: Uint8Array): number {
  for (let index = 0; index < source.length; index += 1) target[at + index] = source[index] ?? 0;
  return at + source.length;
}

/** A text of printable ASCII with nothing to escape, in quotes; -1 for any other text. Takes two bytes more than the text. */
export function writePlainText(target: Uint8Array, at: number, text: string): number {
  target[at] = QUOTE;
  const start = at + 1;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if ((unit - SPACE) >>> 0 >= PRINTABLE || unit === QUOTE || unit === BACKSLASH) return -1;
    target[start + index] = unit;
  }
  target[start + text.length] = QUOTE;
  return start + text.length + 1;
}

/** A finite number. */
export function writeNumber(target: Uint8Array, at: number, value: number): number {
  if (value >= 0 && value < 10 && Number.isInteger(value)) {
    target[at] = ZERO + value;
    return at + 1;
  }
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31
    ? writeInteger(target, at, value)
    : writeAscii(target, at, JSON.stringify(value));
}

function writeInteger(target: Uint8Array, at: number, value: number): number {
  const start = value < 0 ? at + 1 : at;
  if (value < 0) target[at] = MINUS;
  const absolute = Math.abs(value);
  let end = start + 1;
  for (let rest = absolute; rest >= 10; rest = (rest / 10) | 0) end += 1;
  let rest = absolute;
  for (let digit = end - 1; digit >= start; digit -= 1) {
    const quotient = (rest / 10) | 0;
    target[digit] = ZERO + rest - 10 * quotient;
    rest = quotient;
  }
  return end;
}

function writeAscii(target: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) target[at + index] = text.charCodeAt(index);
  return at + text.length;
}
