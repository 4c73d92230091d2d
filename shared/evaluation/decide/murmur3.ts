/**
 * The state of a hash after a prefix, from which hashing continues.
 *
 * The hash is murmur3_x86_32 with seed 0 over the UTF-8 of a text (Austin Appleby, MurmurHash3.cpp, public domain). It reads
 * UTF-16 code units and computes the UTF-8 bytes on the way, so it allocates nothing. A lone surrogate is encoded as U+FFFD,
 * as `TextEncoder` does.
 */
export interface HashState {
  /** The hash of the whole blocks so far. */
  readonly hash: number;
  /** The bytes of the incomplete block, little-endian. */
  readonly block: number;
  /** The number of bytes so far. The lowest two bits are the number of bytes in `block`. */
  readonly length: number;
}

const UTF_8 = new TextEncoder();

/** The state after `prefix`, for {@link hashAfter}. `prefix` must not end in the first half of a surrogate pair. */
export function hashPrefix(prefix: string): HashState {
  const bytes = UTF_8.encode(prefix);
  let hash = 0;
  let block = 0;
  for (let index = 0; index < bytes.length; index++) {
    block |= (bytes[index] ?? 0) << ((index & 3) << 3);
    if ((index & 3) === 3) {
      hash = addBlock(hash, block);
      block = 0;
    }
  }
  return { hash, block, length: bytes.length };
}

/** The hash of the prefix followed by `text`, as a signed 32-bit integer. V8 keeps it in a register; an unsigned one may need the heap. */
export function hashAfter(prefix: HashState, text: string): number {
  let { hash, block, length } = prefix;
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code < 0x80) {
      block |= code << ((length & 3) << 3);
      if ((++length & 3) !== 0) continue;
      hash = addBlock(hash, block);
      block = 0;
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      code = codePointAt(text, index, code);
      if (code >= 0x10000) index++;
    }
    const size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    const bytes = utf8Of(code);
    for (let byte = 0; byte < size; byte++) {
      block |= ((bytes >>> (byte << 3)) & 0xff) << ((length & 3) << 3);
      if ((++length & 3) !== 0) continue;
      hash = addBlock(hash, block);
      block = 0;
    }
  }
  return finish(hash ^ mix(block) ^ length);
}

/** The code point that starts at `index`, where `unit` is a surrogate; U+FFFD if it is a lone one. */
function codePointAt(text: string, index: number, unit: number): number {
  if (unit >= 0xdc00 || index + 1 >= text.length) return 0xfffd;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low < 0xe000 ? ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000 : 0xfffd;
}

/** The UTF-8 bytes of a code point from U+0080 on, little-endian. */
function utf8Of(code: number): number {
  if (code < 0x800) return 0x80c0 | (code >> 6) | ((code & 63) << 8);
  if (code < 0x10000) return 0x8080e0 | (code >> 12) | (((code >> 6) & 63) << 8) | ((code & 63) << 16);
  const high = 0x80f0 | (code >> 18) | (((code >> 12) & 63) << 8);
  return high | ((0x80 | ((code >> 6) & 63)) << 16) | ((0x80 | (code & 63)) << 24);
}

function mix(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

function addBlock(hash: number, block: number): number {
  const h = hash ^ mix(block);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  const a = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return b ^ (b >>> 16);
}
