import { describe, expect, it } from 'vitest';
import { acceptsGzip } from './accept-encoding.ts';

describe('Accept-Encoding', () => {
  it.each([
    'gzip',
    'gzip, deflate, br',
    'br;q=1.0, gzip;q=0.8',
    'GZIP',
    '*',
    'deflate, *;q=0.1',
    'x-gzip',
    'gzip ; q=1',
  ])('takes gzip: %s', (header) => expect(acceptsGzip(header)).toBe(true));

  it.each(['', 'identity', 'br', 'gzip;q=0', 'gzip;q=0.000, *', '*;q=0', 'gzipped', 'gzip;q=2'])(
    'does not: %s',
    (header) => expect(acceptsGzip(header)).toBe(false),
  );

  it('absent does not', () => expect(acceptsGzip(undefined)).toBe(false));
});
