import { describe, expect, it } from 'vitest';
import { deepEqual } from './deep-equal.ts';

describe('deepEqual', () => {
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
  ])('of %j and %j is %s, both ways round', (left, right, equal) => {
    expect(deepEqual(left, right)).toBe(equal);
    expect(deepEqual(right, left)).toBe(equal);
  });
});
