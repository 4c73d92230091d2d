import fc from 'fast-check';
import { LRUCache as Package } from 'lru-cache';
import { describe, expect, it } from 'vitest';
import { LRUCache } from './lru-cache.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const step = fc.oneof(
  fc.record({ get: key }),
  fc.record({ set: key, value: fc.integer() }),
  fc.record({ delete: key }),
);

describe('the replacement of lru-cache', () => {
  it('returns what the package returns, for any sequence of calls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), (max, steps) => {
        const caches = [new Package<string, number>({ max }), new LRUCache<string, number>({ max })];
        const [expected, actual] = caches.map((cache) =>
          steps.map((each) => {
            if ('get' in each) return cache.get(each.get);
            if ('delete' in each) return cache.delete(each.delete);
            cache.set(each.set, each.value);
            return undefined;
          }),
        );
        expect(actual).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('holds at most its maximum of entries', () => {
    const cache = new LRUCache<number, number>({ max: 3 });
    for (let index = 0; index < 10; index += 1) cache.set(index, index);
    expect([6, 7, 8, 9].map((index) => cache.get(index))).toEqual([undefined, 7, 8, 9]);
  });
});
