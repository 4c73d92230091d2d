import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../shared/sync/testing/manual-clock.ts';
import { coalesce, within } from './coalesce.ts';

/** Work whose runs the test ends. */
function createWork() {
  const ends: ((error?: Error) => void)[] = [];
  const work = coalesce(
    () =>
      new Promise((resolve, reject) => {
        ends.push((error) => (error ? reject(error) : resolve()));
      }),
  );
  return { work, ends };
}

describe('coalesced work', () => {
  it('never runs twice at once, and any number of calls during a run cause one more', async () => {
    const { work, ends } = createWork();
    const first = work();
    const second = work();
    const third = work();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.();
    await Promise.all([second, third]);
    expect(ends).toHaveLength(2);
  });

  it('goes on after a run that failed, and only its callers hear of that', async () => {
    const { work, ends } = createWork();
    const first = work();
    const second = work();
    ends[0]?.(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.();
    await second;
  });
});

it('what takes too long is given up, and counts as an unreachable database', async () => {
  const clock = createManualClock();
  const outcome = within(clock, 1_000, new Promise(() => {})).catch((error: unknown) => error);
  clock.advance(1_000);
  expect(await outcome).toMatchObject({ code: 'CONNECT_TIMEOUT' });
  expect(await within(clock, 1_000, Promise.resolve(1))).toBe(1);
});
