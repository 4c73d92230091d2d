import { expect, it } from 'vitest';
import { operationsQuery } from './change-set.ts';
import { moment } from './common.ts';

it.each([
  ['0001-01-01T00:00:00Z', true],
  ['0000-12-31T23:59:59-00:01', true],
  ['9999-12-31T23:59:59.999Z', true],
  ['0000-12-31T23:59:59Z', false],
  ['0001-01-01T00:00:00+00:01', false],
  ['9999-12-31T23:59:59-00:01', false],
  ['2027-02-30T00:00:00Z', false],
])('Postgres can store the moment %s: %j', (text, isValid) => {
  expect(moment.safeParse(text).success).toBe(isValid);
});

it('a cursor of operations that is no position is refused', () => {
  expect(operationsQuery.safeParse({ after: '999' }).success).toBe(true);
  expect(operationsQuery.safeParse({ after: '9999999999' }).success).toBe(false);
});
