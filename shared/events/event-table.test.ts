import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventRow, type EventTable, expandEvents, halveTable, tableEventId } from './event-table.ts';
import { EVENT_LIMITS } from './limits.ts';
import { isUuidV7, uuidV7Time } from './uuid-v7.ts';
import { validateEvent } from './validate-event.ts';

const FIRST = '019aa8e8-2400-7abc-9def-0123456789ab';
const START = uuidV7Time(FIRST);
const NOW = START;
const OUTCOME = {
  environmentId: 'b3f1f0f0-1111-4222-8333-000000000001',
  flagKey: 'banner',
  variationKey: 'on',
  reason: 'SPLIT',
} as const;

function table(rows: readonly EventRow[], id = FIRST): EventTable {
  return { id, outcomes: [OUTCOME, { ...OUTCOME, variationKey: null, reason: 'DISABLED' }], rows };
}

describe('the id of a table’s event', () => {
  it('is that of the first event with its own time and a higher counter', () => {
    expect(tableEventId(FIRST, 0, START)).toBe(FIRST);
    expect(tableEventId(FIRST, 1, START)).toBe('019aa8e8-2400-7abc-9df0-0123456789ab');
    expect(tableEventId(FIRST, 0x3fff, START + 1)).toBe('019aa8e8-2401-7abd-9dee-0123456789ab');
  });

  it('is a UUIDv7 of that time, different for every index, and in order', () => {
    const group = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
    const ids = fc
      .tuple(fc.stringMatching(/^[0-7][0-9a-f]{2}$/), fc.stringMatching(/^[89ab][0-9a-f]{3}$/), group(12))
      .map(([high, low, node]) => `019aa8e8-2400-7${high}-${low}-${node}`);
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 0, max: 4_000 }),
        fc.nat({ max: 2 ** 40 }),
        (first, index, laterMs) => {
          const places = [index, index + 1, index + 999];
          const made = places.map((place) => tableEventId(first, place, START + laterMs) ?? '');
          expect(made.every((id) => isUuidV7(id) && uuidV7Time(id) === START + laterMs)).toBe(true);
          expect(made).toEqual([...new Set(made)].sort());
        },
      ),
    );
  });

  it('starts again at 0 after the highest counter', () => {
    const last = '019aa8e8-2400-7fff-bfff-0123456789ab';
    expect(tableEventId(last, 1, START)).toBe('019aa8e8-2400-7000-8000-0123456789ab');
  });
});

describe('a table', () => {
  it('has ids up to the last time of a UUIDv7', () => {
    const last = 2 ** 48 - 1;
    expect(uuidV7Time(tableEventId(FIRST, 0, last) ?? '')).toBe(last);
    for (const none of [last + 1, -1, Number.NaN]) expect(tableEventId(FIRST, 0, none)).toBeUndefined();
  });

  it('expands to its events', () => {
    const rows: EventRow[] = [
      [0, 0, { targetingKey: 'u-1', plan: 'free' }],
      [1, 1_500, { userId: 7 }],
      [0, -20, { key: 'k' }, null],
      [0, 0, {}],
      [0, 0, { targetingKey: 'u-1' }, 'another user'],
    ];
    const events = expandEvents(JSON.parse(JSON.stringify(table(rows)))) ?? [];
    const checks = events.map((event) => validateEvent(event, NOW));
    expect(checks.map((check) => check.ok)).toEqual([true, true, true, true, true]);
    expect(events.map((event) => Object(event).userId)).toEqual(['u-1', '7', null, null, 'another user']);
    expect(events[1]).toEqual({
      id: tableEventId(FIRST, 1, START + 1_500),
      environmentId: OUTCOME.environmentId,
      flagKey: 'banner',
      userId: '7',
      variationKey: null,
      reason: 'DISABLED',
      context: { userId: 7 },
      evaluatedAt: new Date(START + 1_500).toISOString(),
    });
  });

  it('may also be a list of events', () => {
    expect(expandEvents([1, 'x'])).toEqual([1, 'x']);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a string', 'rows'],
    ['another object', {}],
    ['a table without outcomes', { id: FIRST, rows: [] }],
    ['a table whose outcomes are not an array', { id: FIRST, outcomes: { 0: OUTCOME }, rows: [[0, 0, {}]] }],
    ['a table without rows', { id: FIRST, outcomes: [] }],
    ['a table whose rows are not an array', { id: FIRST, outcomes: [], rows: {} }],
    ['a table whose id is not a UUIDv7', { id: '1', outcomes: [], rows: [] }],
  ])('is not %s', (_, batch) => {
    expect(expandEvents(batch)).toBeUndefined();
  });

  it('is refused row by row if rows are malformed', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.oneof(fc.integer(), fc.double(), fc.jsonValue({ maxDepth: 1 })), { maxLength: 5 }),
      fc.constantFrom(
        [0, 2 ** 53, {}],
        [-1, 0, {}],
        [9, 0, {}],
        [0, 0.5, {}],
        [0, 1e300, {}],
        [0, -(2 ** 50), {}],
      ),
    );
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 6 }), (rows) => {
        const events = expandEvents({ id: FIRST, outcomes: [OUTCOME, null, 7], rows }) ?? [];
        expect(events).toHaveLength(rows.length);
        for (const event of events) validateEvent(event, NOW);
      }),
    );
    const rejected = [
      [0, 2 ** 53, {}],
      [-1, 0, {}],
      [9, 0, {}],
      [0, 0.5, {}],
      [0, 0],
      'row',
      ['0', 0, {}],
      [0, '0', {}],
    ];
    const events = expandEvents({ id: FIRST, outcomes: [OUTCOME], rows: rejected }) ?? [];
    expect(events.some((event) => validateEvent(event, NOW).ok)).toBe(false);
  });

  it('does not expand more rows than a batch may have', () => {
    const rows = Array.from({ length: EVENT_LIMITS.batchEvents + 1 }, () => []);
    expect(expandEvents({ id: FIRST, outcomes: [OUTCOME], rows })).toBe(rows);
  });

  it('can be halved, down to single events, without a change of any event', () => {
    const row = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: -5_000, max: 5_000 }), fc.constant({}));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        const parts = (whole: EventTable): readonly EventTable[] =>
          whole.rows.length === 1 ? [whole] : halveTable(whole).flatMap(parts);
        const whole = table(rows);
        expect(parts(whole).flatMap((part) => expandEvents(part))).toEqual(expandEvents(whole));
      }),
    );
  });
});
