import { expect, test } from 'vitest';
import { changeSetFilter, changeSetsSearch } from './change-sets-search.ts';

test('an address with unknown values still shows the list', () => {
  expect(
    changeSetsSearch({ view: 'nonsense', flag: 1, environment: '', author: 'u-1', other: true }),
  ).toEqual({
    author: 'u-1',
  });
});

test('scheduled is a filter of its own, the other views are states', () => {
  expect(changeSetFilter({ view: 'scheduled', flag: 'checkout' })).toEqual({
    scheduled: 'true',
    flag: 'checkout',
  });
  expect(changeSetFilter({ view: 'applied' })).toEqual({ state: 'applied' });
  expect(changeSetFilter({})).toEqual({});
});
