import { byteHex } from '../model/hex.ts';

/** Fills the bytes given with cryptographically strong randomness, as `crypto.getRandomValues` does. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Makes the next id for a moment, in milliseconds since 1970. */
export type UuidV7Generator = (timeMs: number) => string;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const COUNTER_LIMIT = 0xfff;
/** Of one id: eight for `rand_b`, two for where the counter starts. */
const RANDOM_BYTES = 10;

/** A clock set back by more than this starts over, lest one wrong clock reading dates all later ids. */
const CLOCK_STEP_MS = 10_000;

/**
 * Makes UUIDs of version 7 (RFC 9562 section 5.7) that grow with every call.
 *
 * `rand_a` is a counter (section 6.2, method 1) that starts at a random number below half its range in every
 * new millisecond; when it is used up, or the clock falls back a little, the timestamp runs ahead of the clock.
 * The 62 bits of `rand_b` are random in every id, so ids of different processes do not meet.
 */
export function createUuidV7Generator(fillRandom: FillRandom): UuidV7Generator {
  // Randomness is asked for many ids at a time: each asking costs more than making an id.
  const pool = new Uint8Array(RANDOM_BYTES * 64);
  let used = pool.length;
  let lastMs = Number.NEGATIVE_INFINITY;
  let counter = 0;
  /** The timestamp and the version, which ids of one millisecond have in common. */
  let head = '';
  let headMs = Number.NaN;

  return (timeMs) => {
    if (used === pool.length) {
      fillRandom(pool);
      used = 0;
    }
    const at = used;
    used += RANDOM_BYTES;
    const now = Math.floor(timeMs);
    if (now > lastMs || now < lastMs - CLOCK_STEP_MS) {
      lastMs = now;
      counter = ((byteOf(pool, at + 8) << 8) | byteOf(pool, at + 9)) & (COUNTER_LIMIT >> 1);
    } else if (counter < COUNTER_LIMIT) {
      counter += 1;
    } else {
      lastMs += 1;
      counter = 0;
    }
    if (headMs !== lastMs) {
      headMs = lastMs;
      const time = lastMs.toString(16).padStart(12, '0');
      head = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    }
    const variant = (byteOf(pool, at) & 0x3f) | 0x80;
    const sequence = `${byteHex(counter >> 4)}${byteHex(counter & 0xf).slice(1)}-${byteHex(variant)}${hexAt(pool, at + 1)}-`;
    const node = hexAt(pool, at + 2) + hexAt(pool, at + 3) + hexAt(pool, at + 4);
    return `${head}${sequence}${node}${hexAt(pool, at + 5)}${hexAt(pool, at + 6)}${hexAt(pool, at + 7)}`;
  };
}

/** Whether a text is a UUID of version 7 in its usual form, in lower case. */
export function isUuidV7(text: string): boolean {
  return UUID_V7.test(text);
}

/** The moment inside a UUIDv7, in milliseconds since 1970. */
export function uuidV7Time(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The lowest UUID whose timestamp is this one: ids from this moment on are not below it, earlier ones are. */
export function lowestUuidV7(timeMs: number): string {
  const time = Math.max(0, Math.floor(timeMs)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

function byteOf(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function hexAt(bytes: Uint8Array, index: number): string {
  return byteHex(byteOf(bytes, index));
}
