import { describe, expect, it } from 'vitest';
import { isStorableText, utf8Length } from './utf8-length.ts';

const unit = (code: number) => String.fromCharCode(code);

describe('the length in UTF-8', () => {
  it.each([0x00, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff])(
    'of the character %i is what an encoder writes',
    (code) => {
      for (const text of [unit(code), `${unit(code)}a`, `é${unit(code)}`]) {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).byteLength);
      }
    },
  );

  it('of a pair of surrogates is four bytes, of the first and the last pair as of any', () => {
    for (const pair of ['\ud800\udc00', '\udbff\udfff', '🌍']) {
      expect(utf8Length(pair)).toBe(4);
      expect(utf8Length(`${pair}${pair}a`)).toBe(9);
    }
  });

  it.each([
    ['a high one', '\ud800'],
    ['a high one before a letter', '\ud800a'],
    ['a high one before a character of the plane', '\udbff\ue000'],
    ['a high one before the last of the others', '\ud800\udbff'],
    ['a low one', '\udc00'],
    ['a low one before a low one', '\udfff\udc00'],
    ['a character before a low one', '\ud7ff\udc00'],
  ])('of a lone surrogate is three bytes: %s', (_, text) => {
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).byteLength);
  });
});

it('a text with NUL or a lone surrogate cannot be stored', () => {
  expect(['a\0', '\ud800', 'a\udc00'].filter(isStorableText)).toEqual([]);
  expect(['', 'Łódź', '🌍'].every(isStorableText)).toBe(true);
});
