import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const secret = Buffer.from('a secret of 24 to 64 bytes');
const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];

it('opens what it has sealed, for the same owner only', () => {
  const box = createSecretBox(first);
  const sealed = box.seal(secret, 'owner');
  expect(sealed.includes(secret)).toBe(false);
  expect(box.seal(secret, 'owner').equals(sealed)).toBe(false);
  expect(box.open(sealed, 'owner')).toEqual(secret);
  expect(() => box.open(sealed, 'other')).toThrow();
});

it('opens what the previous key has sealed, and seals with the new one', () => {
  const sealed = createSecretBox(first).seal(secret, 'owner');
  const rotated = createSecretBox(second, first);
  expect(rotated.open(sealed, 'owner')).toEqual(secret);
  expect(createSecretBox(second).open(rotated.seal(secret, 'owner'), 'owner')).toEqual(secret);
  expect(() => createSecretBox(third, second).open(sealed, 'owner')).toThrow(/SECRETS_KEY/);
});

it('refuses every change of a sealed value', () => {
  const box = createSecretBox(first);
  const sealed = box.seal(secret, 'owner');
  for (let position = 0; position < sealed.length; position += 1) {
    const changed = Buffer.from(sealed);
    changed[position] = (changed[position] ?? 0) ^ 1;
    expect(() => box.open(changed, 'owner'), `byte ${position}`).toThrow();
  }
  expect(() => box.open(sealed.subarray(0, 20), 'owner')).toThrow();
  expect(() => box.open(Buffer.alloc(0), 'owner')).toThrow();
});
