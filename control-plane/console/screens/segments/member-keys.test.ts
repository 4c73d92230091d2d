import { expect, test } from 'vitest';
import { inRequests, parseMemberKeys } from './member-keys.ts';

test.each([
  ['u-1\nu-2', ['u-1', 'u-2']],
  [' u-1 , u-2;u-3\r\n\n', ['u-1', 'u-2', 'u-3']],
  ['u-1,u-1', ['u-1']],
  [' \n,;', []],
  ['a b', ['a b']],
])('the text %j has the keys %j', (text, keys) => {
  expect(parseMemberKeys(text)).toEqual(keys);
});

test('more keys than one request takes are sent in several', () => {
  const keys = Array.from({ length: 20_001 }, (_, index) => `u-${index}`);
  expect(inRequests(keys).map(({ length }) => length)).toEqual([10_000, 10_000, 1]);
  expect(inRequests([])).toEqual([]);
});
