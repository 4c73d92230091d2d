import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

function setUp(perSecond: number, burst: number, maxNames?: number) {
  const time = { now: 1_000_000 };
  const buckets = createTokenBuckets({ perSecond, burst }, () => time.now, maxNames);
  const takeMany = (name: string, times: number) =>
    Array.from({ length: times }, () => buckets.take(name)).filter((wait) => wait === 0).length;
  return { time, buckets, takeMany };
}

describe('a token bucket', () => {
  it('gives its burst at once, then returns how long to wait', () => {
    const { buckets, takeMany } = setUp(10, 5);
    expect(takeMany('a', 5)).toBe(5);
    expect(buckets.take('a')).toBe(100);
    expect(buckets.take('a')).toBe(100);
  });

  it('returns how long a part of a token takes to become a whole one', () => {
    const { time, buckets, takeMany } = setUp(1, 2);
    takeMany('a', 2);
    time.now += 400;
    expect(buckets.take('a')).toBe(600);
    time.now += 600;
    expect(buckets.take('a')).toBe(0);
  });

  it('takes back what was not used, and no more than its burst', () => {
    const { buckets, takeMany } = setUp(1, 2);
    takeMany('a', 2);
    buckets.give('a');
    expect(takeMany('a', 5)).toBe(1);
    for (let given = 0; given < 5; given += 1) buckets.give('a');
    expect(takeMany('a', 5)).toBe(2);
  });

  it('gives as many as its rate over time, however unevenly they are taken', () => {
    const { time, takeMany } = setUp(10, 5);
    takeMany('a', 5);
    let taken = 0;
    for (let step = 0; step < 1_000; step += 1) {
      time.now += step % 3 === 0 ? 7 : 13;
      taken += takeMany('a', 3);
    }
    const seconds = (334 * 7 + 666 * 13) / 1000;
    expect(Math.abs(taken - seconds * 10)).toBeLessThanOrEqual(1);
  });

  it('has a token after exactly the time it named', () => {
    const { time, buckets, takeMany } = setUp(3, 1);
    takeMany('a', 1);
    const wait = buckets.take('a');
    time.now += wait - 1;
    expect(buckets.take('a')).toBeGreaterThan(0);
    time.now += 1;
    expect(buckets.take('a')).toBe(0);
  });

  it('never holds more than its burst, however long it rests', () => {
    const { time, takeMany } = setUp(10, 5);
    takeMany('a', 1);
    time.now += 3_600_000;
    expect(takeMany('a', 100)).toBe(5);
  });

  it('keeps names apart', () => {
    const { takeMany } = setUp(10, 2);
    expect(takeMany('a', 9)).toBe(2);
    expect(takeMany('b', 9)).toBe(2);
  });

  it('is not emptied by a clock that is set back', () => {
    const { time, buckets, takeMany } = setUp(1, 2);
    takeMany('a', 1);
    time.now -= 60_000;
    expect(buckets.take('a')).toBe(0);
    time.now += 1_000;
    expect(buckets.take('a')).toBe(0);
  });

  it('keeps a limited number of names', () => {
    const { takeMany } = setUp(1, 1, 2);
    for (const name of ['a', 'b', 'c']) takeMany(name, 1);
    expect(takeMany('c', 1)).toBe(0);
    expect(takeMany('a', 1)).toBe(1);
  });
});
