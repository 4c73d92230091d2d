import { expect, test } from 'vitest';
import { pageAddress } from './page-address.ts';

const ORIGIN = 'https://flags.example';

test.each([
  ['/projects/1/flags?q=a', '/projects/1/flags?q=a'],
  ['/people', '/people'],
  [null, '/projects'],
  ['', '/projects'],
  ['people', '/projects'],
  ['https://evil.example/', '/projects'],
  ['//evil.example/', '/projects'],
  ['/\\evil.example', '/projects'],
  ['/\t/evil.example', '/projects'],
  ['/.//evil.example', '/projects'],
  ['javascript:alert(1)', '/projects'],
  ['/sign-out', '/projects'],
  ['/api/session', '/projects'],
])('after signing in, %j leads to %j', (to, expected) => {
  expect(pageAddress(to, ORIGIN)).toBe(expected);
});
