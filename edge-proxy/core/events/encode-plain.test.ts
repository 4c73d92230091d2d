import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvaluationContext } from '../../../shared/evaluation/context.ts';
import type { Resolution } from '../../../shared/evaluation/resolution.ts';
import { utf8Length } from '../../../shared/events/utf8-length.ts';
import { createUuidV7Generator } from '../../../shared/events/uuid-v7.ts';
import { encodeEvaluation } from './encode-evaluation.ts';
import { createPlainEncoder } from './encode-plain.ts';

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

/** The same ids for both ways. */
const newIds = () => createUuidV7Generator((bytes) => bytes.fill(7));

function plainly(
  context: EvaluationContext,
  privateAttributes: readonly string[] = [],
  resolution = RESOLUTION,
) {
  return createPlainEncoder(newIds())(
    { environmentId: ENVIRONMENT, resolution, context },
    TIME,
    privateAttributes,
  );
}

function generally(
  context: EvaluationContext,
  privateAttributes: readonly string[] = [],
  resolution = RESOLUTION,
) {
  const evaluation = { environmentId: ENVIRONMENT, resolution, context };
  return encodeEvaluation(evaluation, TIME, newIds(), privateAttributes);
}

describe('the short way to an event', () => {
  it('gives the text of the general way for whatever it takes on', () => {
    const name = fc.oneof(
      fc.constantFrom('targetingKey', 'userId', 'key', 'email', 'plan', 'a.b', '__proto__', '7'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    const value = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.jsonValue({ maxDepth: 2 }),
    );
    // As JSON makes objects: every name is a member, `__proto__` too.
    const contexts = fc
      .array(fc.tuple(name, value), { maxLength: 8 })
      .map((all): EvaluationContext => JSON.parse(JSON.stringify(Object.fromEntries(all))));
    fc.assert(
      fc.property(contexts, fc.array(name, { maxLength: 3 }), (context, privateAttributes) => {
        const event = plainly(context, privateAttributes);
        if (event === undefined) return;
        expect({ event }).toEqual(generally(context, privateAttributes));
        expect(event.bytes).toBe(utf8Length(event.json));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is taken for the contexts that applications send', () => {
    const context = { targetingKey: 'user-1', plan: 'premium', age: 34, beta: true, email: 'a@example.com' };
    expect(plainly(context, ['email'])).toEqual(Object(generally(context, ['email'])).event);
    expect(plainly({})).toEqual(Object(generally({})).event);
  });

  it.each<[string, EvaluationContext, readonly string[]]>([
    ['an object', { a: {} }, []],
    ['a list', { a: ['x'] }, []],
    ['a text to escape', { a: 'say "hi"' }, []],
    ['a text beyond ASCII', { a: 'ä' }, []],
    ['a name to escape', { 'a\\b': 1 }, []],
    ['a number that is none', { a: Number.POSITIVE_INFINITY }, []],
    ['a private user', { targetingKey: 'u' }, ['targetingKey']],
    ['a user that is no text', { targetingKey: 7 }, []],
    ['a user too long', { targetingKey: 'u'.repeat(100_000) }, []],
    [
      'a context too large',
      Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`a${i}`, 'x'.repeat(90)])),
      [],
    ],
  ])('leaves %s to the general way', (_, context, privateAttributes) => {
    expect(plainly(context, privateAttributes)).toBeUndefined();
  });

  it('leaves a flag to it whose key is none', () => {
    expect(plainly({}, [], { ...RESOLUTION, flagKey: 'no key' })).toBeUndefined();
  });
});
