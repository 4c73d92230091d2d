import { describe, expect, it } from 'vitest';
import { isJsonEqual } from './json-equal.ts';

describe('isJsonEqual', () => {
  it.each([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: undefined }, {}, true],
    [{ a: null }, {}, false],
    [{ a: null }, { b: null }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [{ 0: 'a' }, ['a'], false],
    [null, {}, false],
    ['1', 1, false],
    [{ toString: 1 }, {}, false],
  ])('of %j and %j is %s, in both directions', (left, right, equal) => {
    expect(isJsonEqual(left, right)).toBe(equal);
    expect(isJsonEqual(right, left)).toBe(equal);
  });
});
