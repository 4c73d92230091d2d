import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { limitConcurrency } from './limit-concurrency.ts';

const tooMany = () => new Error('Too many.');

/** Work that ends when the test says so. */
function held() {
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const work = (id: number) => () =>
    new Promise<number>((resolve) => {
      started.push(id);
      ends.set(id, () => resolve(id));
    });
  return { started, work, end: (id: number) => ends.get(id)?.() };
}

describe('limited work', () => {
  it('runs so much at once, and the rest in turn', async () => {
    const inTurn = limitConcurrency({ running: 2, waiting: 2, waitMs: 10_000 }, tooMany);
    const { started, work, end } = held();
    const results = [1, 2, 3, 4].map((id) => inTurn(work(id)));
    await sleep(0);
    expect(started).toEqual([1, 2]);
    await expect(inTurn(work(5))).rejects.toThrow('Too many.');
    end(2);
    await sleep(0);
    expect(started).toEqual([1, 2, 3]);
    end(1);
    await sleep(0);
    end(3);
    end(4);
    expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
  });

  it('gives its place free if it fails', async () => {
    const inTurn = limitConcurrency({ running: 1, waiting: 1, waitMs: 10_000 }, tooMany);
    await expect(inTurn(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await inTurn(async () => 'done')).toBe('done');
  });

  it('is refused if it waits for too long, and takes no place then', async () => {
    const inTurn = limitConcurrency({ running: 1, waiting: 1, waitMs: 5 }, tooMany);
    const { work, end } = held();
    const first = inTurn(work(1));
    await expect(inTurn(work(2))).rejects.toThrow('Too many.');
    end(1);
    expect(await first).toBe(1);
    expect(await inTurn(async () => 3)).toBe(3);
  });
});
