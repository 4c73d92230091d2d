import { expect, it } from 'vitest';
import { assertExpectedTag, contentTag, parseIfMatch } from './entity-tag.ts';

it.each([
  [undefined, undefined],
  ['*', '*'],
  [' * ', '*'],
  ['"a"', ['a']],
  ['"a", "b-1"', ['a', 'b-1']],
  ['W/"a", "b"', ['b']],
  ['"a,b"', ['a,b']],
  ['a', []],
  ['', []],
])('If-Match %j names %j', (header, tags) => {
  expect(parseIfMatch(header)).toEqual(tags);
});

it.each([
  [undefined, 'a', true],
  [undefined, undefined, true],
  ['*', 'a', true],
  ['*', undefined, false],
  [['a', 'b'], 'b', true],
  [['a'], 'b', false],
  [['a'], undefined, false],
  [[], 'a', false],
] as const)('a change that expects %j of a resource with the tag %j: %j', (expected, current, isAllowed) => {
  const check = () => assertExpectedTag('The flag', expected, current);
  if (isAllowed) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: 'PRECONDITION_FAILED' }));
});

it('the tag of a refusal is the present one, with quotes', () => {
  expect(() => assertExpectedTag('The flag', ['a'], 'b')).toThrow(expect.objectContaining({ etag: '"b"' }));
});

it('equal contents have equal tags, whatever the order of their members', () => {
  expect(contentTag({ a: 1, b: { c: [1, 2], d: null } })).toBe(
    contentTag({ b: { d: null, c: [1, 2] }, a: 1 }),
  );
  expect(contentTag({ a: [1, 2] })).not.toBe(contentTag({ a: [2, 1] }));
});
