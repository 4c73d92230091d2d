import { expect, it } from 'vitest';
import { refuseStream } from './stream-limit.ts';

it('a key may have as many streams as the limit; one more is refused with the time to wait', () => {
  expect(refuseStream(9, 10)).toBeUndefined();
  expect(refuseStream(10, 10)).toMatchObject({
    status: 429,
    headers: { 'retry-after': '30' },
    details: expect.stringContaining('10 streams'),
  });
});
