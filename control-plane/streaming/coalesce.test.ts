import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

/** Work whose runs end when the test says so. */
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
  it('never has two runs at once, and any number of calls during a run cause one more run', async () => {
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

  it('continues after a failed run, and only the callers of that run reject', async () => {
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
