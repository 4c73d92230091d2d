import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyInIntervals, ascending, isInIntervals, mergeIntervals } from './ordered-keys.ts';

const numbers = fc.integer({ min: 0, max: 30 });
const intervals = fc.array(
  fc.tuple(numbers, fc.integer({ min: 0, max: 4 })).map(([low, size]) => ({ low, high: low + size })),
  { maxLength: 8 },
);

describe('Merged intervals', () => {
  it('hold what any of the intervals holds', () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 12 }), intervals, (keys, given) => {
        const merged = mergeIntervals(given);
        const isIn = (key: number) => given.some(({ low, high }) => low <= key && key <= high);
        for (const key of keys) expect(isInIntervals(key, merged)).toBe(isIn(key));
        expect(anyInIntervals(ascending(keys), merged)).toBe(keys.some(isIn));
      }),
    );
  });
});
