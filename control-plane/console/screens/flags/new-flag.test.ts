import { describe, expect, it } from 'vitest';
import { firstVariations, keyFault, keyFromName, type NewFlagValues, newFlagRequest } from './new-flag.ts';

const VALUES: NewFlagValues = {
  name: 'New checkout',
  key: 'new-checkout',
  type: 'boolean',
  variations: [],
  offId: 0,
  description: '',
  tags: [],
  owner: '',
  clientSide: false,
};

describe('the key of a new flag', () => {
  it('comes from its name', () => {
    expect(keyFromName('  New Checkout! (v2.1) ')).toBe('new-checkout-v2.1');
    expect(keyFromName('Été à Zürich')).toBe('ete-a-zurich');
    expect(keyFromName('新しい')).toBe('');
    expect(keyFromName('x'.repeat(200))).toHaveLength(100);
  });

  it('is checked as the API does', () => {
    expect(keyFault('new_checkout.v2-B')).toBeUndefined();
    for (const key of ['', '.', '..', 'a b', 'é', 'x'.repeat(101)])
      expect(keyFault(key)).toBeTypeOf('string');
  });
});

describe('the request for a new flag', () => {
  it('leaves the variations of a boolean flag to the API', () => {
    expect(newFlagRequest(VALUES)).toEqual({
      body: {
        key: 'new-checkout',
        name: 'New checkout',
        type: 'boolean',
        description: '',
        tags: [],
        clientSide: false,
        metadata: {},
      },
    });
  });

  it('has typed values, and the value that is served while the flag is off', () => {
    const variations = [
      { id: 4, key: 'low', value: '1.5' },
      { id: 7, key: 'high', value: '20' },
    ];
    expect(newFlagRequest({ ...VALUES, type: 'number', variations, offId: 7 })).toMatchObject({
      body: {
        variations: [
          { key: 'low', value: 1.5 },
          { key: 'high', value: 20 },
        ],
        defaultValue: 20,
      },
    });
  });

  it('names the field of every fault, as the API does', () => {
    const variations = [
      { id: 0, key: 'a b', value: '{}' },
      { id: 1, key: 'b', value: '{x}' },
    ];
    const request = newFlagRequest({ ...VALUES, key: '', type: 'json', variations });
    expect('faults' in request && Object.keys(request.faults)).toEqual([
      'key',
      'variations[0].key',
      'variations[1].value',
    ]);
  });

  it('has no number that is none', () => {
    for (const value of ['', 'x', 'Infinity', '1,5']) {
      const variations = [{ id: 0, key: 'a', value }];
      expect(newFlagRequest({ ...VALUES, type: 'number', variations })).toHaveProperty('faults');
    }
  });

  it('begins with valid variations of each type', () => {
    for (const type of ['string', 'number', 'json'] as const) {
      expect(newFlagRequest({ ...VALUES, type, variations: firstVariations(type) })).toHaveProperty('body');
    }
  });
});
