import { expect, it } from 'vitest';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { withTimeout } from './with-timeout.ts';

it('a query that takes too long rejects as an unreachable database does', async () => {
  const clock = createManualClock();
  const outcome = withTimeout(clock, 1_000, new Promise(() => {})).catch((error: unknown) => error);
  clock.advance(1_000);
  expect(await outcome).toMatchObject({ code: 'CONNECT_TIMEOUT' });
});

it('a query that answers in time resolves', async () => {
  expect(await withTimeout(createManualClock(), 1_000, Promise.resolve(1))).toBe(1);
});
