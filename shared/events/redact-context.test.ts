import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import { redactContext } from './redact-context.ts';

const context: JsonObject = {
  targetingKey: 'u-1',
  email: 'ada@example.com',
  plan: 'premium',
  address: { city: 'London', geo: { lat: 51, lon: 0 } },
  'a.b': 'exact',
  orders: [{ id: 1, total: 3 }, { id: 2 }, 'x'],
};

describe('private attributes', () => {
  it.each<[what: string, paths: string[], left: JsonObject]>([
    ['nothing', [], context],
    ['a top-level attribute', ['email'], without('email')],
    ['an object with its members', ['address'], without('address')],
    [
      'a member of an object',
      ['address.geo.lat'],
      { ...context, address: { city: 'London', geo: { lon: 0 } } },
    ],
    ['a name with a dot', ['a.b'], without('a.b')],
    ['a member of every object of an array', ['orders.id'], { ...context, orders: [{ total: 3 }, {}, 'x'] }],
    [
      'several',
      ['email', 'address.geo', 'plan'],
      { ...without('email', 'plan'), address: { city: 'London' } },
    ],
    ['absent attributes', ['phone', 'address.zip', 'plan.x', 'toString', '__proto__', ''], context],
  ])('are removed: %s', (_, paths, left) => {
    expect(redactContext(context, paths)).toEqual({ userId: 'u-1', context: left });
  });

  it('are absent below null and below values without members', () => {
    const flat = { a: null, b: 5, c: 'text', d: [null, 1, ['x']] };
    expect(redactContext(flat, ['a.x', 'b.x', 'c.length', 'd.x']).context).toEqual(flat);
  });

  it('are removed in every reading of a path', () => {
    const both = { a: { b: { c: 1 }, 'b.c': 2, d: 3 }, 'a.b': { c: 4 }, 'a.b.c': 5 };
    expect(redactContext(both, ['a.b.c']).context).toEqual({ a: { b: {}, d: 3 }, 'a.b': {} });
  });

  it('are not removed from the evaluated context itself', () => {
    const before = JSON.stringify(context);
    redactContext(context, ['email', 'address.geo.lat', 'orders.id']);
    expect(JSON.stringify(context)).toBe(before);
  });

  it('do not include attributes without a value', () => {
    const { context: left } = redactContext({ targetingKey: 'u-1', plan: undefined }, []);
    expect(Object.keys(left)).toEqual(['targetingKey']);
  });

  it('may have a hostile name that does not reach a prototype', () => {
    const hostile = JSON.parse('{"__proto__":{"secret":1,"kept":2},"x":1}');
    const { context: left } = redactContext(hostile, ['__proto__.secret']);
    expect(JSON.stringify(left)).toBe('{"__proto__":{"kept":2},"x":1}');
    expect(Object.getPrototypeOf(left)).toBe(Object.prototype);
  });
});

describe('the user of an event', () => {
  it.each<[what: string, context: JsonObject, userId: string | null]>([
    ['the targeting key', { targetingKey: 'u-1', userId: 'u-2' }, 'u-1'],
    ['userId, if it is absent', { userId: 'u-2', key: 'u-3' }, 'u-2'],
    ['key, if both are absent', { key: 'u-3' }, 'u-3'],
    ['an integer as a string', { targetingKey: 42 }, '42'],
    ['null if there is none', { plan: 'free' }, null],
    ['null if it is not an identifier', { targetingKey: true, userId: 'u-2' }, null],
    ['null if it is empty', { targetingKey: '', userId: 'u-2' }, null],
    ['null if it is a fraction', { targetingKey: 1.5 }, null],
    ['null if it is too large to be exact', { targetingKey: 2 ** 53 }, null],
  ])('is %s', (_, given, userId) => {
    expect(redactContext(given, []).userId).toBe(userId);
  });

  it.each<[paths: string[], context: JsonObject, left: JsonObject]>([
    [['targetingKey'], { targetingKey: 'u-1', plan: 'free' }, { plan: 'free' }],
    [['targetingKey'], { userId: 'u-1', plan: 'free' }, { plan: 'free' }],
    [['userId'], { targetingKey: 'u-1', plan: 'free' }, { plan: 'free' }],
    [['userId'], { targetingKey: 'u-1', userId: 'u-1', key: 'other' }, { key: 'other' }],
  ])('is left out with %j of %j', (paths, given, left) => {
    expect(redactContext(given, paths)).toEqual({ userId: null, context: left });
  });

  it('stays if another value of these attributes is private', () => {
    const given = { targetingKey: 'u-1', userId: 'internal-7' };
    expect(redactContext(given, ['userId'])).toEqual({ userId: 'u-1', context: { targetingKey: 'u-1' } });
  });
});

function without(...names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !names.includes(name)));
}
