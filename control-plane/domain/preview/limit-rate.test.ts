import { expect, it } from 'vitest';
import { limitRate } from './limit-rate.ts';

it('lets each user do so many a minute, whatever the clock does', () => {
  let now = 1_000_000;
  const take = limitRate(2, () => now);
  take('a');
  take('a');
  take('b');
  expect(() => take('a')).toThrow(
    expect.objectContaining({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 60 }),
  );
  take('b');
  now += 59_999;
  expect(() => take('a')).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
  now += 1;
  take('a');
  // A clock that is set back does not lock anyone out.
  take('a');
  now -= 3_600_000;
  take('a');
});
