import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodeText } from '../../../../test/support/unicode-text.ts';
import { CodeUnitBuffer } from './code-unit-buffer.ts';
import { hash128 } from './hash128.ts';

const units = new CodeUnitBuffer();

function hexOf(text: string): string {
  units.clear();
  units.append(text);
  return hash128(units).hex;
}

describe('the hash of entity tags', () => {
  it('is 32 hex digits, whatever the text', () => {
    fc.assert(fc.property(unicodeText(), (text) => /^[0-9a-f]{32}$/.test(hexOf(text))));
  });

  it('is the same in every release', () => {
    expect(hexOf('')).toBe('f4fc5a0926fa7e8559fe97284e4fe204');
    expect(hexOf('a')).toBe('79ddd382155967668a03774ba95bfcf9');
    expect(hexOf('{"targetingKey":"u-1"}')).toBe('8db3ff5a16e44cc068d16b2fbad9a4b4');
  });

  it('differs for texts that are nearly alike', () => {
    const seen = new Set<string>();
    const texts = 100_000;
    for (let user = 0; user < texts; user += 1)
      seen.add(hexOf(`{"plan":"free","targetingKey":"user-${user}"}`));
    expect(seen.size).toBe(texts);
  });

  it('has each of its four words depend on every character', () => {
    const text = '{"company":{"name":"Acme"},"plan":"free","targetingKey":"user-1"}';
    const words = (hash: string) => [0, 8, 16, 24].map((at) => hash.slice(at, at + 8));
    const whole = words(hexOf(text));
    for (let index = 0; index < text.length; index += 1) {
      const other = words(hexOf(`${text.slice(0, index)}~${text.slice(index + 1)}`));
      expect(other.map((word, at) => word === whole[at])).toEqual([false, false, false, false]);
    }
  });

  it.each([
    ['', '\0'],
    ['a', 'a\0'],
    ['abcd', 'abcd\0\0\0\0'],
    ['ab', 'ba'],
    ['abcdefgh', 'efghabcd'],
  ])('differs for %j and %j', (one, other) => {
    expect(hexOf(one)).not.toBe(hexOf(other));
  });
});
