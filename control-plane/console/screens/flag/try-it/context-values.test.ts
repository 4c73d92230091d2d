import { expect, it } from 'vitest';
import { withContextValue } from './context-values.ts';

it.each([
  [{}, 'plan', { plan: 1 }],
  [{ plan: 0, other: 2 }, 'plan', { plan: 1, other: 2 }],
  [{}, 'user.address.city', { user: { address: { city: 1 } } }],
  [{ user: { name: 'x' } }, 'user.age', { user: { name: 'x', age: 1 } }],
  [{ 'user.age': 0 }, 'user.age', { 'user.age': 1 }],
  [{ user: 'text' }, 'user.age', { user: { age: 1 } }],
  [{}, '__proto__x', { __proto__x: 1 }],
])('%j with %s', (context, name, expected) => {
  expect(withContextValue(context, name, 1)).toEqual(expected);
});
