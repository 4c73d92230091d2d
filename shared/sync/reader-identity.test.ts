import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodeText } from '../../test/support/unicode-text.ts';
import {
  formatFeatures,
  formatReaderIdentity,
  parseFeatures,
  parseReaderIdentity,
} from './reader-identity.ts';

describe('Flags-Reader', () => {
  it('is a dictionary of strings', () => {
    const identity = { name: 'edge', version: '1.2.0', kind: 'edge', region: 'eu, west', instance: 'a' };
    const header = 'name="edge", version="1.2.0", kind="edge", region="eu, west", instance="a"';
    expect(formatReaderIdentity(identity)).toBe(header);
    expect(parseReaderIdentity(header)).toEqual(identity);
  });

  it.each([
    [undefined, {}],
    ['', {}],
    ['edge', {}],
    ['name=edge', {}],
    ['name="edge', {}],
    ['name="a\\"b"', {}],
    ['other="x", name="edge"', { name: 'edge' }],
    ['name="a",,name="b"', { name: 'b' }],
    [`name="${'x'.repeat(101)}", kind="sdk"`, { kind: 'sdk' }],
    [`name="edge"${' '.repeat(1_000)}`, {}],
    [`name="edge"${' '.repeat(989)}`, { name: 'edge' }],
    [`name="${'x'.repeat(100)}"`, { name: 'x'.repeat(100) }],
    ['Xname="a"', {}],
    ['name="a"x', {}],
    ['name="", kind="sdk"', { kind: 'sdk' }],
    ['__proto__="x", constructor="y"', {}],
  ])('of %j is read as far as it is well-formed', (header, identity) => {
    expect(parseReaderIdentity(header)).toEqual(identity);
  });

  it('has a question mark for each character that it cannot hold, and no absent members', () => {
    expect(formatReaderIdentity({ name: 'é"\\', kind: 'sdk' })).toBe('name="???", kind="sdk"');
  });

  it('of any text is read without an error, and what is formatted is read back', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_100 }), unicodeText(), (header, name) => {
        parseReaderIdentity(header);
        parseFeatures(header);
        const formatted = formatReaderIdentity({ name: `n${name}`, kind: 'sdk' });
        expect(formatReaderIdentity(parseReaderIdentity(formatted))).toBe(formatted);
      }),
    );
  });
});

describe('Flags-Features', () => {
  it('is a list of names, sorted and without what is no name', () => {
    expect(parseFeatures(formatFeatures(['semver', 'cidr']))).toEqual(['cidr', 'semver']);
    expect(parseFeatures('b, a, b, "c", , A, é, 1x')).toEqual(['a', 'b']);
    expect(parseFeatures(undefined)).toEqual([]);
    expect(parseFeatures(['f'.repeat(64), 'g'.repeat(65)].join())).toEqual(['f'.repeat(64)]);
    expect(parseFeatures('a'.padEnd(1_000))).toEqual(['a']);
    expect(parseFeatures('a'.padEnd(1_001))).toEqual([]);
    expect(parseFeatures(Array.from({ length: 60 }, (_, at) => `f${at}`).join())).toHaveLength(50);
  });
});
