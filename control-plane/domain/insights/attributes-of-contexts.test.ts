import { describe, expect, it } from 'vitest';
import {
  attributesOfContexts,
  MAX_ATTRIBUTES,
  MAX_VALUE_LENGTH,
  MAX_VALUES,
} from './attributes-of-contexts.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('the attributes of contexts', () => {
  it('are names and paths with the values that were seen most often first', () => {
    const contexts = [
      { plan: 'free', address: { city: 'Rome', geo: { lat: 1 } }, tags: ['a', 'b', 'a'], none: null },
      { plan: 'pro', beta: true, 'a.b': 'top' },
      { plan: 'pro', tags: ['b', { deep: 1 }] },
    ];
    expect(attributesOfContexts(contexts, [])).toEqual({
      attributes: [
        {
          name: 'plan',
          types: ['string'],
          contexts: 3,
          values: [
            { value: 'pro', contexts: 2 },
            { value: 'free', contexts: 1 },
          ],
          hasOtherValues: false,
        },
        {
          name: 'tags',
          types: ['string'],
          contexts: 2,
          values: [
            { value: 'b', contexts: 2 },
            { value: 'a', contexts: 1 },
          ],
          hasOtherValues: false,
        },
        ...(
          [
            ['a.b', 'top'],
            ['address.city', 'Rome'],
            ['address.geo.lat', 1],
            ['beta', true],
          ] as const
        ).map(([name, value]) => ({
          name,
          types: [typeof value],
          contexts: 1,
          values: [{ value, contexts: 1 }],
          hasOtherValues: false,
        })),
      ],
      hasOtherAttributes: false,
    });
  });

  it('leave out private ones, by name and by path, also those that were recorded before they were private', () => {
    const contexts = [{ email: 'a@example.com', address: { city: 'Rome', zip: '1' }, plan: 'pro' }];
    const { attributes } = attributesOfContexts(contexts, ['email', 'address.zip']);
    expect(attributes.map(({ name }) => name)).toEqual(['address.city', 'plan']);
  });

  it('keep types apart, and take names such as __proto__ as data', () => {
    const { attributes } = attributesOfContexts([JSON.parse('{"__proto__": "x", "n": 1}'), { n: '1' }], []);
    expect(attributes.find(({ name }) => name === 'n')).toMatchObject({
      types: ['number', 'string'],
      values: expect.arrayContaining([
        { value: 1, contexts: 1 },
        { value: '1', contexts: 1 },
      ]),
    });
    expect(attributes.map(({ name }) => name)).toContain('__proto__');
  });

  it('are bounded: names, values, and the length of both', () => {
    const wide = Object.fromEntries(times(MAX_ATTRIBUTES + 1, (i) => [`n${i}`, 1]));
    const seen = attributesOfContexts([wide, { ['x'.repeat(201)]: 1 }], []);
    expect(seen).toMatchObject({ hasOtherAttributes: true });
    expect(seen.attributes).toHaveLength(MAX_ATTRIBUTES);
    const [many] = attributesOfContexts(
      times(2_000, (i) => ({ n: i })),
      [],
    ).attributes;
    expect(many).toMatchObject({ contexts: 2_000, hasOtherValues: true });
    expect(many?.values).toHaveLength(MAX_VALUES);
    const [long] = attributesOfContexts([{ n: 'x'.repeat(MAX_VALUE_LENGTH + 1) }], []).attributes;
    expect(long).toMatchObject({ values: [], hasOtherValues: true });
    const names = times(3, (part) => Object.fromEntries(times(500, (i) => [`${part}-${i}`, i])));
    expect(attributesOfContexts(names, []).attributes).toHaveLength(MAX_ATTRIBUTES);
  });
});
