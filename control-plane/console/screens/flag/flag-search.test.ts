import { expect, it } from 'vitest';
import { flagSearch, shownEnvironments } from './flag-search.ts';

it.each([
  [{}, {}],
  [
    { tab: 'history', environment: 'staging', try: true },
    { tab: 'history', environment: 'staging', try: true },
  ],
  [{ tab: 'nonsense', environment: 5, try: 'perhaps', other: 1 }, {}],
])('the search %j is read as %j', (search, expected) => {
  expect(flagSearch(search)).toEqual(expected);
});

it.each([
  [undefined, ['dev']],
  ['production', ['production']],
  ['production,dev', ['dev', 'production']],
  ['gone', ['dev']],
])('of the environments %j the page shows %j', (environment, expected) => {
  const search = environment === undefined ? {} : { environment };
  expect(shownEnvironments(search, ['dev', 'staging', 'production'])).toEqual(expected);
});
