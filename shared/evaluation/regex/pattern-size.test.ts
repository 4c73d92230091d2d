import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { arbitraryPattern } from '../../../test/support/evaluation/arbitrary-pattern.ts';
import { patternSize } from './pattern-size.ts';

describe('The size of a pattern', () => {
  it.each([
    ['', 16],
    ['ab', 18],
    ['^a+$', 25],
    ['[a-z0-9]{8}', 24],
    ['(?:ab|c){3}', 31],
    ['(?P<name>a)', 18],
    ['\\pL{1,50}', 98],
    ['[\\pL\\p{Nd}]', 81],
    ['\\Qa+b\\E', 19],
    ['\\Qa+b', 19],
    ['a{0}', 17],
    ['a{3,}', 19],
    ['a{2,5}?', 21],
    ['a{,3}', 21],
    ['[]a-c]', 17],
    ['[^]]', 17],
    ['[[:alpha:]x]', 17],
    ['[a\\]b]', 17],
    ['[à-ü]', 81],
    ['[\\x{100}-\\x{200}]', 81],
    ['\\x{1F600}\\x41\\077', 19],
    ['😀', 17],
    ['((a{10}){10})', 127],
    ['(', 16],
    ['[', 17],
    ['\\', 17],
    [')))', 19],
  ])('of %j is %d', (pattern, expected) => {
    expect(patternSize(pattern)).toBe(expected);
  });

  it('does not overflow', () => {
    expect(patternSize(`${'('.repeat(200)}a${'){1000}'.repeat(200)}`)).toBeLessThanOrEqual(2_000_000);
  });

  it('is at least half of the program, whatever the pattern', () => {
    fc.assert(
      fc.property(arbitraryPattern, (pattern) => {
        fc.pre(patternSize(pattern) <= 1000);
        expect(RE2JS.compile(pattern).re2().numberOfInstructions()).toBeLessThanOrEqual(
          2 * patternSize(pattern),
        );
      }),
    );
  });

  it('takes a text of a megabyte in linear time', () => {
    expect(patternSize('(a{2}'.repeat(200_000))).toBeGreaterThan(256);
  });
});
