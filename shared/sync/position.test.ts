import { describe, expect, it } from 'vitest';
import { comparePositions, formatPosition, parsePosition, versionOf } from './position.ts';

describe('a position', () => {
  it('is a version and a token', () => {
    expect(parsePosition(formatPosition(42, '9f86d081884c7d65'))).toEqual({
      version: 42,
      token: '9f86d081884c7d65',
    });
  });

  it('has a version up to the largest integer of Postgres, and a token of up to 64 characters', () => {
    const token = 'a'.repeat(64);
    expect(parsePosition(`2147483647-${token}`)).toEqual({ version: 2_147_483_647, token });
  });

  it.each([
    '',
    '42',
    '42-',
    '-a',
    '0-a',
    '01-a',
    '4.2-a',
    '2147483648-a',
    '1-a b',
    '1-a\n',
    ` 1-a`,
    `1-${'a'.repeat(65)}`,
  ])('is not %j', (text) => expect(parsePosition(text)).toBeNull());

  it('has a version; another text has version 0', () => {
    expect(versionOf('42-a')).toBe(42);
    expect(versionOf('no position')).toBe(0);
  });

  it.each([
    ['2-a', '2-a', 'same'],
    ['9-a', '10-b', 'older'],
    ['10-b', '9-a', 'newer'],
    ['2-a', '2-b', 'forked'],
  ] as const)('%s compared with %s: %s', (a, b, expected) => expect(comparePositions(a, b)).toBe(expected));
});
