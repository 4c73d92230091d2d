import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inexactNumberPointer } from './exact-numbers.ts';
import { jsonSyntaxFault } from './json-syntax-fault.ts';
import { exceededJsonLimit } from './json-text.ts';

const limits = { depth: 3, containers: 5, values: 10 };

describe('the limits of a JSON text', () => {
  it.each([
    ['[[[]]]', null],
    ['[[[[', 'depth'],
    [`[${'[],'.repeat(5)}1]`, 'containers'],
    [`[${'0,'.repeat(20)}0]`, 'values'],
    ['"[[[[[[["', null],
    ['"\\"[[[[[[[\\\\"', null],
    ['"never closed [[[[[', null],
  ] as const)('%s exceeds %s', (text, limit) => expect(exceededJsonLimit(text, limits)).toBe(limit));

  it('are counted in linear time, also between many backslashes', () => {
    const text = `"${'\\\\'.repeat(1_000_000)}"`;
    const startedAt = performance.now();
    expect(exceededJsonLimit(text, limits)).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('the place of a syntax fault', () => {
  it.each([
    ['{"enabled": tru}', 1, 13],
    ['{"enabled": true', 1, 17],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['[1, 2,]', 1, 7],
    ['{"a": 01}', 1, 7],
    ['["never closed', 1, 2],
    ['["\\x"]', 1, 2],
    ['{} {}', 1, 4],
    ['[1}', 1, 3],
    ['{a: 1}', 1, 2],
    ['', 1, 1],
  ])('of %j is line %d, column %d', (text, line, column) => {
    expect(jsonSyntaxFault(text)).toEqual({ line, column });
  });

  it('is found exactly when JSON.parse refuses the text', () => {
    const isJson = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e4"',
      '1',
      '-0.5e3',
      'true',
      'null',
      ' ',
      '"',
      '01',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (each) => (jsonSyntaxFault(each) === null) === isJson(each)));
    fc.assert(fc.property(fc.json(), (each) => jsonSyntaxFault(each) === null));
  });
});

describe('a number that JavaScript cannot hold exactly', () => {
  it.each([
    ['{"a": [1, 9007199254740993]}', '/a/1'],
    ['{"a/b~": {"c": 12345678901234567890}}', '/a~1b~0/c'],
    ['1e400', ''],
    ['{"x": "9007199254740993", "y": 0.1000000000000000055}', '/y'],
    ['[[1], {"k": [2, {"n": -9007199254740993}]}]', '/1/k/1/n'],
    ['{"a": {"b": 1}, "c": 1e-400}', '/c'],
  ])('of %s is found at %j', (text, pointer) => expect(inexactNumberPointer(text)).toBe(pointer));

  it.each([
    '0.1',
    '1e21',
    '1E2',
    '-0',
    '0.30',
    '9007199254740992',
    '100000000000000000000',
    '5e-324',
    '[1.50, 2.5e+3]',
  ])('is not %s', (text) => expect(inexactNumberPointer(text)).toBeNull());

  it('is none that JavaScript wrote itself', () => {
    fc.assert(fc.property(fc.json(), (text) => inexactNumberPointer(text) === null));
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (value) => inexactNumberPointer(JSON.stringify(value)) === null,
      ),
    );
  });
});
