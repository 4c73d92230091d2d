import fc from 'fast-check';
import { expect, it } from 'vitest';
import { referenceMurmur3 } from '../../../test/support/evaluation/reference.ts';
import { hashAfter, hashPrefix } from './murmur3.ts';

const murmur3 = (text: string) => hashAfter(hashPrefix(''), text) >>> 0;

it.each([
  ['', 0x00000000],
  ['test', 0xba6bd213],
  ['日本語', 0xa5a47297],
  ['😀', 0xbeb42efa],
  ['é', 0x10110787],
])('murmur3 of %j is the published one', (text, hash) => {
  expect(murmur3(text)).toBe(hash);
});

it('murmur3 hashes UTF-8, lone surrogates as U+FFFD, wherever the prefix of the text ends', () => {
  const units = fc.constantFrom(
    'a',
    ':',
    '\u007f',
    'é',
    '\u0800',
    '\uffff',
    '😀',
    '\u{10ffff}',
    '\ud800',
    '\udc00',
  );
  const texts = fc.string({ unit: units, maxLength: 12 });
  fc.assert(
    fc.property(texts, texts, (prefix, text) => {
      expect(murmur3(text)).toBe(referenceMurmur3(text));
      expect(hashAfter(hashPrefix(`${prefix}:`), text) >>> 0).toBe(referenceMurmur3(`${prefix}:${text}`));
    }),
    { numRuns: 500 },
  );
});
