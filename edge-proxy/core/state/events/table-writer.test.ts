import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsIn } from '../../../../shared/events/event-batch.ts';
import { expandEvents } from '../../../../shared/events/event-table.ts';
import { createUuidV7Generator } from '../../../../shared/events/uuid-v7.ts';
import type { EvaluationContext } from '../../../../shared/model/evaluation-context.ts';
import type { Resolution } from '../../../../shared/model/resolution.ts';
import { unicodeText } from '../../../../test/support/unicode-text.ts';
import type { Evaluation } from '../../model/ports.ts';
import { toEvent } from './encode-evaluation.ts';
import { createTableWriter, LARGEST_ROW_BYTES, type TableWriter } from './table-writer.ts';

const ENVIRONMENT = '11111111-1111-4111-8111-111111111111';
const TIME = Date.parse('2026-05-01T12:00:00.123Z');
const RESOLUTION: Resolution = {
  flagKey: 'banner',
  value: true,
  variationKey: 'on',
  reason: 'TARGETING_MATCH',
  errorCode: null,
  errorDetails: null,
};
const newId = createUuidV7Generator((bytes) => crypto.getRandomValues(bytes));

function evaluation(context: EvaluationContext, overrides: Partial<Evaluation> = {}): Evaluation {
  return { environmentId: ENVIRONMENT, resolution: RESOLUTION, context, timeMs: TIME, ...overrides };
}

/** The events that a writer holds, without their ids. */
function take(writer: TableWriter): unknown[] {
  const { batch } = writer.seal();
  const events = expandEvents(JSON.parse(new TextDecoder().decode(eventsIn(batch)))) ?? [];
  expect(events).toHaveLength(batch.count);
  return events.map(withoutId);
}

function withoutId(event: unknown): unknown {
  const { id: _, ...rest } = Object(event);
  return rest;
}

describe('a table of events', () => {
  const name = fc.oneof(
    fc.constantFrom('targetingKey', 'userId', 'key', 'email', 'plan', 'a.b', '__proto__', '7', '"', 'ä'),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  );
  const value = fc.oneof(
    fc.string({ maxLength: 8 }),
    unicodeText({ maxLength: 8 }),
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  );
  // As JSON makes objects: every name is a member, `__proto__` too.
  const contexts = fc
    .array(fc.tuple(name, value), { maxLength: 8 })
    .map((all): EvaluationContext => JSON.parse(JSON.stringify(Object.fromEntries(all))));

  it('holds the events that the general way makes, whatever the contexts are', () => {
    const writer = createTableWriter(newId);
    const privates = fc.array(name, { maxLength: 3 });
    const laterMs = fc.integer({ min: -2_000, max: 2_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(contexts, privates, laterMs), { maxLength: 10 }), (all) => {
        const expected: unknown[] = [];
        for (const [context, privateAttributes, later] of all) {
          const one = evaluation(context, { timeMs: TIME + later });
          const event = toEvent(one, newId, privateAttributes);
          expect(writer.add(one, privateAttributes)).toBe(event !== undefined);
          if (event !== undefined) expected.push(withoutId(event));
        }
        if (writer.count() > 0) expect(take(writer)).toEqual(expected);
        else expect(expected).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('contains once what its events have in common', () => {
    const writer = createTableWriter(newId);
    const missing = () =>
      ({ ...RESOLUTION, variationKey: null, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' }) as const;
    const other = { environmentId: '22222222-2222-4222-8222-222222222222' };
    for (const one of [
      evaluation({}),
      evaluation({}, { resolution: missing() }),
      evaluation({}, other),
      evaluation({}, { resolution: missing() }),
      evaluation({}),
    ]) {
      expect(writer.add(one, [])).toBe(true);
    }
    const { outcomes, rows } = JSON.parse(new TextDecoder().decode(writer.seal().batch.body)).events;
    expect(outcomes).toHaveLength(3);
    expect(rows.map(([outcome]: number[]) => outcome)).toEqual([0, 1, 2, 1, 0]);
  });

  it('begins anew after each sealing, and takes an event back', () => {
    const writer = createTableWriter(newId);
    for (const user of ['a', 'b']) {
      writer.add(evaluation({ targetingKey: user }), []);
      writer.add(evaluation({ targetingKey: 'undone' }), []);
      writer.undo();
      expect(take(writer)).toEqual([expect.objectContaining({ userId: user })]);
      expect({ count: writer.count(), bytes: writer.bytes() }).toEqual({ count: 0, bytes: 0 });
    }
  });

  it.each<[string, Evaluation]>([
    ['a user that is too long', evaluation({ targetingKey: 'u'.repeat(1025) })],
    ['a user beyond ASCII that is too long', evaluation({ userId: 'ü'.repeat(513) })],
    ['a context that is too large', evaluation({ note: 'x'.repeat(65_536) })],
    [
      'one that is large in parts',
      evaluation(Object.fromEntries(Array.from({ length: 800 }, (_, i) => [`a${i}`, 'x'.repeat(90)]))),
    ],
    ['a number that JSON does not have', evaluation({ a: Number.POSITIVE_INFINITY })],
    ['a text that Postgres does not keep', evaluation({ a: '\ud800' })],
    ['a flag key that is none', evaluation({}, { resolution: { ...RESOLUTION, flagKey: 'no key' } })],
    ['an environment that is none', evaluation({}, { environmentId: 'no id' })],
  ])('refuses %s', (_, invalid) => {
    const writer = createTableWriter(newId);
    writer.add(evaluation({ targetingKey: 'before' }), []);
    expect(writer.add(invalid, [])).toBe(false);
    writer.add(evaluation({ targetingKey: 'after' }), []);
    expect(take(writer)).toHaveLength(2);
  });

  it('grows by less than LARGEST_ROW_BYTES, also for an event at every limit', () => {
    const writer = createTableWriter(newId);
    const user = 'ü'.repeat(512);
    const rest = 65_536 - new TextEncoder().encode(JSON.stringify({ targetingKey: user, a: '' })).length;
    for (const context of [{ targetingKey: user, a: 'x'.repeat(rest) }, { a: 'x'.repeat(65_000) }]) {
      for (let count = 0; count < 5; count += 1) {
        const before = writer.bytes();
        const resolution = { ...RESOLUTION, flagKey: `${count}`.padEnd(100, 'k') };
        expect(writer.add(evaluation(context, { resolution }), [])).toBe(true);
        expect(writer.bytes() - before).toBeLessThanOrEqual(LARGEST_ROW_BYTES);
      }
    }
    expect(take(writer)).toHaveLength(10);
  });
});
