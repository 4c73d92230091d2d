/** murmur3_x86_32, seed 0, over the UTF-8 of a text; an unsigned 32-bit integer. By Austin Appleby, public domain. */
export function murmur3(text: string): number {
  const bytes = new TextEncoder().encode(text);
  let hash = 0;
  let block = 0;
  bytes.forEach((byte, index) => {
    block |= byte << ((index & 3) * 8);
    if ((index & 3) !== 3) return;
    hash = mixBlock(hash, block);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
    block = 0;
  });
  return finish(mixBlock(hash, block) ^ bytes.length) >>> 0;
}

function mixBlock(hash: number, block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

function finish(hash: number): number {
  const a = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return b ^ (b >>> 16);
}
