import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EncodedEvent, encodeBatch, splitIntoBatches } from './event-batch.ts';
import { isStorableText, utf8Length } from './utf8-length.ts';

const limits = { batchEvents: 5, batchBytes: 100 };
const encode = (text: string): EncodedEvent => {
  const json = JSON.stringify(text);
  return { json, bytes: utf8Length(json) };
};

it('splits events in order, into batches within count and bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40, unit: 'grapheme' })), (texts) => {
      const batches = splitIntoBatches(texts.map(encode), limits);
      expect(batches.flatMap((batch) => JSON.parse(encodeBatch(batch)))).toEqual(texts);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(limits.batchEvents);
        const bytes = new TextEncoder().encode(encodeBatch(batch)).length;
        expect(batch.length === 1 || bytes <= limits.batchBytes).toBe(true);
      }
    }),
  );
});

it('gives an event heavier than a batch one of its own', () => {
  const batches = splitIntoBatches(['a', 'b'.repeat(200), 'c'].map(encode), limits);
  expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1]);
});

it('measures UTF-8 without encoding it, and knows what Postgres can keep', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      expect(isStorableText(text)).toBe(
        !text.includes('\u0000') && new TextDecoder().decode(new TextEncoder().encode(text)) === text,
      );
    }),
  );
  expect(utf8Length('\ud800a')).toBe(4);
  expect(isStorableText('\udc00')).toBe(false);
});
