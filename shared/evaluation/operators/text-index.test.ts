import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reversed, textIndex } from './text-index.ts';

/** Few characters, so that parts repeat; halves of surrogate pairs, which texts may contain and entries may not. */
const units = fc.constantFrom('a', 'b', '\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uDBFF\uDC00');
const texts = fc.array(fc.string({ unit: units, maxLength: 12 }), { maxLength: 5 });
const entries = fc.array(
  fc.string({ unit: units, maxLength: 6 }).filter((entry) => entry.isWellFormed()),
  { minLength: 1, maxLength: 300 },
);

describe('An index of texts', () => {
  it('finds what a search of each text finds, before and after it builds its automaton', () => {
    fc.assert(
      fc.property(texts, entries, (given, sought) => {
        const index = textIndex(given);
        for (const entry of sought) {
          expect(index.contains(entry)).toBe(given.some((text) => text.includes(entry)));
          expect(index.startsWith(entry)).toBe(given.some((text) => text.startsWith(entry)));
          expect(index.endsWith(reversed(entry))).toBe(given.some((text) => text.endsWith(entry)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes the worst texts and entries in a time that does not grow with the product of their lengths', () => {
    const index = textIndex(['a'.repeat(8_192)]);
    const began = performance.now();
    for (let length = 1; length < 2_000; length++) {
      expect(index.contains(`b${'a'.repeat(length)}`)).toBe(false);
    }
    // Plain searches take 8 seconds.
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
