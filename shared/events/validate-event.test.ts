import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowestUuidV7 } from './uuid-v7.ts';
import { validateEvent } from './validate-event.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 24 * 60 * 60 * 1000;
const idAt = (timeMs: number) => lowestUuidV7(timeMs).replace('-0000-0000-', '-7000-8000-');
const timeAt = (timeMs: number) => new Date(timeMs).toISOString();

const event = {
  id: idAt(NOW),
  environmentId: 'b3f1f0f0-1111-4222-8333-000000000000',
  flagKey: 'new-checkout',
  userId: 'u-1',
  variationKey: 'on',
  reason: 'SPLIT',
  context: { targetingKey: 'u-1', nested: { list: [1, 'two', null, true] } },
  evaluatedAt: timeAt(NOW),
};

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const nestedObjects = (depth: number): unknown => (depth === 0 ? 1 : { a: nestedObjects(depth - 1) });

/** A list of one text reads as the text where a program does not look at the type. */
const REFUSED_AS = {
  id: 'invalid_id',
  environmentId: 'invalid_environment',
  flagKey: 'invalid_flag_key',
  variationKey: 'invalid_variation',
  reason: 'invalid_reason',
  evaluatedAt: 'invalid_time',
} as const;

/** Each differs in one place from a time that is accepted. */
const NO_TIMES = [
  '2026-00-22T12:00:00Z',
  '2026-13-22T12:00:00Z',
  '2026-11-00T12:00:00Z',
  '2026-11-32T12:00:00Z',
  '2026-11-31T12:00:00Z',
  '2026-11-22T24:00:00Z',
  '2026-11-22T12:60:00Z',
  '2026-11-22T12:00:60Z',
  '2026-11-22T12:00:00.Z',
  '2026-11-22T12:00:00.1234567890Z',
  '2026-11-22T12:00:00',
  '2026-11-22T12:00:00+15:00',
  '2026-11-22T12:00:00+99:00',
  '2026-11-22T12:00:00+00:60',
  '2026-11-22T12:00:00Z\n',
  ' 2026-11-22T12:00:00Z',
  '2026-11-22 12:00:00Z',
];

describe('an event', () => {
  it.each<[what: string, change: object]>([
    ['as an edge sends it', {}],
    ['without user or variation', { userId: null, variationKey: null, reason: 'ERROR' }],
    ['with a user of 1024 bytes', { userId: 'é'.repeat(512) }],
    ['with a context of 64 KiB', { context: { a: 'x'.repeat(64 * 1024 - '{"a":""}'.length) } }],
    ['16 levels deep', { context: { a: nested(15) } }],
    ['16 objects deep', { context: nestedObjects(16) }],
    ['a week old', { id: idAt(NOW - 7 * DAY), evaluatedAt: timeAt(NOW - 7 * DAY) }],
    ['an hour ahead', { id: idAt(NOW + 3_600_000), evaluatedAt: timeAt(NOW + 3_600_000) }],
    ['at a time with an offset', { evaluatedAt: '2026-11-22T13:00:00.123456+01:00' }],
    ['at a time west of it', { evaluatedAt: '2026-11-21T22:00:00-14:00' }],
    ['at a time with nanoseconds', { evaluatedAt: '2026-11-22T12:00:00.123456789Z' }],
    ['with text beyond the basic plane', { context: { name: '🌍 Łódź' } }],
  ])('is accepted %s', (_, change) => {
    expect(validateEvent({ ...event, ...change }, NOW)).toEqual({ ok: true, event: { ...event, ...change } });
  });

  it.each<[reason: string, candidate: unknown]>([
    ['not_an_object', null],
    ['not_an_object', [event]],
    ['invalid_id', { ...event, id: undefined }],
    ['invalid_id', { ...event, id: event.environmentId }],
    ['invalid_environment', { ...event, environmentId: 'production' }],
    ...(['id', 'environmentId', 'flagKey', 'variationKey', 'reason', 'evaluatedAt'] as const).map(
      (member): [string, unknown] => [REFUSED_AS[member], { ...event, [member]: [event[member]] }],
    ),
    ['invalid_flag_key', { ...event, flagKey: '' }],
    ['invalid_flag_key', { ...event, flagKey: 'k'.repeat(101) }],
    ['invalid_user', { ...event, userId: 7 }],
    ['invalid_user', { ...event, userId: undefined }],
    ['user_too_long', { ...event, userId: 'é'.repeat(513) }],
    ['invalid_text', { ...event, userId: 'a\u0000' }],
    ['invalid_text', { ...event, context: { a: ['\ud800'] } }],
    ['invalid_text', { ...event, context: { 'a\udc00': 1 } }],
    ['invalid_text', { ...event, context: { a: 'valid', b: ['valid', 'a\u0000'] } }],
    ['invalid_text', { ...event, context: { a: [['valid'], { b: 'a\u0000' }] } }],
    ['invalid_variation', { ...event, variationKey: 'a b' }],
    ['invalid_reason', { ...event, reason: 'toString' }],
    ['invalid_context', { ...event, context: null }],
    ['invalid_context', { ...event, context: [] }],
    ['context_too_deep', { ...event, context: { a: nested(16) } }],
    ['context_too_deep', { ...event, context: { a: nested(5_000) } }],
    ['context_too_deep', { ...event, context: nestedObjects(17) }],
    ['context_too_deep', { ...event, context: nestedObjects(5_000) }],
    ['invalid_context', { ...event, context: { a: Number.POSITIVE_INFINITY } }],
    ['invalid_context', { ...event, context: { a: undefined } }],
    ['context_too_large', { ...event, context: { a: 'x'.repeat(64 * 1024 - '{"a":""}'.length + 1) } }],
    ['context_too_large', { ...event, context: { a: 'é'.repeat(32 * 1024) } }],
    // Every character is escaped: six bytes for one, and seven around them.
    ['context_too_large', { ...event, context: { '': '\u0001'.repeat(10_922) } }],
    ['context_too_large', { ...event, context: { ['n'.repeat(64 * 1024)]: 1 } }],
    ['context_too_large', { ...event, context: { a: Array.from({ length: 9_000 }, () => 1_234_567) } }],
    ['invalid_time', { ...event, evaluatedAt: 'yesterday' }],
    ['invalid_time', { ...event, evaluatedAt: '2026-11-22' }],
    ['invalid_time', { ...event, evaluatedAt: '2026-02-30T00:00:00Z' }],
    ...NO_TIMES.map((evaluatedAt): [string, unknown] => ['invalid_time', { ...event, evaluatedAt }]),
    ['too_old', { ...event, evaluatedAt: timeAt(NOW - 7 * DAY - 1) }],
    ['too_old', { ...event, id: idAt(NOW - 7 * DAY - 1) }],
    ['in_the_future', { ...event, evaluatedAt: timeAt(NOW + 3_600_001) }],
    ['in_the_future', { ...event, id: idAt(NOW + 3_600_001) }],
  ])('is refused as %s', (reason, candidate) => {
    expect(validateEvent(candidate, NOW)).toEqual({ ok: false, reason });
  });

  it.each(['2026-11-29T12:00:00Z', '2026-10-31T12:00:00Z', '2028-02-29T12:00:00Z'])(
    'is accepted on the last days of a month: %s',
    (evaluatedAt) => {
      const now = Date.parse(evaluatedAt);
      expect(validateEvent({ ...event, id: idAt(now), evaluatedAt }, now)).toMatchObject({ ok: true });
    },
  );

  it('loses unknown members', () => {
    expect(validateEvent({ ...event, admin: true }, NOW)).toEqual({ ok: true, event });
  });

  it('is checked without an exception, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...Object.keys(event)), fc.jsonValue()),
        (any, changes) => {
          expect(validateEvent(any, NOW).ok).toBe(false);
          expect(typeof validateEvent({ ...event, ...changes }, NOW).ok).toBe('boolean');
        },
      ),
    );
  });
});
