import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unicodeText } from '../../test/support/unicode-text.ts';
import { eventsIn, type SerializedEvent, toBatches } from './event-batch.ts';
import { isStorableText, utf8Length } from './utf8-length.ts';

const limits = { batchEvents: 5, batchBytes: 100 };
const encode = (text: string): SerializedEvent => {
  const json = JSON.stringify(text);
  return { json, bytes: utf8Length(json) };
};
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('divides events, in order, into batches within the limits', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40, unit: 'grapheme' })), (texts) => {
      const batches = toBatches(texts.map(encode), limits);
      expect(batches.flatMap((batch) => JSON.parse(textOf(batch.body)).events)).toEqual(texts);
      for (const batch of batches) {
        expect(JSON.parse(textOf(eventsIn(batch)))).toHaveLength(batch.count);
        expect(batch.count).toBeGreaterThan(0);
        expect(batch.count).toBeLessThanOrEqual(limits.batchEvents);
        expect(batch.count === 1 || batch.body.length <= limits.batchBytes).toBe(true);
      }
    }),
  );
});

it('puts as many events into a batch as it may have', () => {
  const texts = Array.from({ length: 11 }, () => encode(''));
  expect(toBatches(texts, limits).map(({ count }) => count)).toEqual([5, 5, 1]);
});

it('puts as many bytes into a batch as it may have', () => {
  const texts = ['one', 'two', 'three'].map(encode);
  const [whole] = toBatches(texts);
  // One byte more than the body: a comma is counted for each event.
  const batchBytes = (whole?.body.length ?? 0) + 1;
  const counts = (bytes: number) =>
    toBatches(texts, { batchEvents: 5, batchBytes: bytes }).map(({ count }) => count);
  expect(counts(batchBytes)).toEqual([3]);
  expect(counts(batchBytes - 1)).toEqual([2, 1]);
});

it('gives an event that is larger than a batch a batch of its own', () => {
  const batches = toBatches(['a', 'b'.repeat(200), 'c'].map(encode), limits);
  expect(batches.map(({ count }) => count)).toEqual([1, 1, 1]);
});

it('computes the length in UTF-8, and whether Postgres can store a text', () => {
  fc.assert(
    fc.property(unicodeText(), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      expect(isStorableText(text)).toBe(
        !text.includes('\u0000') && new TextDecoder().decode(new TextEncoder().encode(text)) === text,
      );
    }),
  );
  expect(utf8Length('\ud800a')).toBe(4);
  expect(isStorableText('\udc00')).toBe(false);
});
