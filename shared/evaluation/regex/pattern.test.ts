import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import {
  arbitraryPattern,
  arbitraryPatternText,
} from '../../../test/support/evaluation/arbitrary-pattern.ts';
import { compilePattern, type Pattern } from './pattern.ts';

function compiled(source: string): Pattern {
  const result = compilePattern(source);
  if ('fault' in result) throw new Error(result.fault);
  return result.pattern;
}

describe('A compiled pattern', () => {
  it('has the word boundaries of re2js beside every ASCII character', () => {
    const boundary = compiled('-\\b.');
    const reference = RE2JS.compile('-\\b.');
    for (let code = 0; code < 0x80; code++) {
      const text = `-${String.fromCharCode(code)}`;
      expect([code, boundary.test(text)]).toEqual([code, reference.test(text)]);
    }
  });

  it('finds a match exactly where re2js finds one', () => {
    const texts = fc.array(arbitraryPatternText, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(arbitraryPattern, texts, (source, each) => {
        const result = compilePattern(source);
        fc.pre('pattern' in result);
        if ('fault' in result) return;
        const reference = RE2JS.compile(source);
        for (const text of each)
          expect([text, result.pattern.test(text)]).toEqual([text, reference.test(text)]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['(?i)straße', 'STRAßE', true],
    ['(?i)k', '\u212a', true],
    ['(?i)s', 'ſ', true],
    ['\\bfoo\\b', 'a foo b', true],
    ['\\bfoo\\b', 'afoo', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^b$', 'a\nb\nc', false],
    ['a\\z', 'a\n', false],
    ['(?:\\b|\\B|^|$){3}$', '', true],
    ['(\\b|^)*f', ' f', true],
    ['^.$', '😀', true],
    ['[😀-😂]', '😁', true],
    ['a{30,40}$', 'a'.repeat(29), false],
    ['a{30,40}$', 'a'.repeat(30), true],
    ['(?:x|y{1,60}|z){2}$', `x${'y'.repeat(60)}`, true],
  ])('%j on %j: %j', (source, text, expected) => {
    expect(compiled(source).test(text)).toBe(expected);
  });

  it('keeps nothing of an earlier text', () => {
    const { test } = compiled('a{20}b{20}');
    const text = `${'a'.repeat(20)}${'b'.repeat(20)}`;
    expect([text.slice(0, 30), text.slice(30), text].map(test)).toEqual([false, false, true]);
  });
});

describe('What is no pattern', () => {
  it.each([
    ['a'.repeat(1025), 'must be a pattern of at most 1024 UTF-16 code units, and has 1025'],
    ['\\pL{1000}', 'must be a pattern of a size of at most 256, and has 1048'],
    ['(a', 'must be a regular expression of RE2 syntax: missing closing )'],
    ['(?<=a)b', 'must be a regular expression of RE2 syntax: invalid'],
    ['a**', 'must be a regular expression of RE2 syntax: invalid nested repetition'],
  ])('%.20j is refused with the reason', (source, reason) => {
    const result = compilePattern(source);
    expect('fault' in result && result.fault).toContain(reason);
  });
});
