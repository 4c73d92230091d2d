import { expect, it } from 'vitest';
import { murmur3 } from './murmur3.ts';

it.each([
  ['', 0x00000000],
  ['test', 0xba6bd213],
  ['日本語', 0xa5a47297],
  ['😀', 0xbeb42efa],
  ['é', 0x10110787],
])('murmur3 of %j is the published one', (text, hash) => {
  expect(murmur3(text)).toBe(hash);
});
