import { describe, expect, it } from 'vitest';
import { negotiateEncoding } from './compression.ts';

describe('an answer', () => {
  const answer = (length: number, headers = {}) => ({ status: 200, headers, body: 'x'.repeat(length) });

  it('below a kilobyte is sent as it is', () => {
    const short = answer(1_023, { etag: 'W/"a"' });
    expect(negotiateEncoding(short, 'gzip')).toEqual({ answer: short, gzip: false });
  });

  it('from a kilobyte on is compressed for clients that accept it, with `Vary`', () => {
    const long = answer(1_024, { vary: 'Origin' });
    expect(negotiateEncoding(long, 'gzip')).toMatchObject({
      gzip: true,
      answer: { headers: { 'content-encoding': 'gzip', vary: 'Origin, Accept-Encoding' } },
    });
    expect(negotiateEncoding(long, undefined)).toEqual({
      gzip: false,
      answer: { ...long, headers: { vary: 'Origin, Accept-Encoding' } },
    });
  });
});
