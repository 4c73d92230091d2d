import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacSha256 } from './hmac.ts';

it('is HMAC-SHA-256 in base64url without padding, for every byte that a code may have', async () => {
  const texts = Array.from({ length: 50 }, (_, index) => `text ${index}`);
  const expected = texts.map((text) => createHmac('sha256', 'secret').update(text).digest('base64url'));
  // Otherwise neither of the two replaced characters would be tested.
  expect(expected.join('')).toMatch(/-.*_|_.*-/);
  expect(await Promise.all(texts.map((text) => hmacSha256('secret', text)))).toEqual(expected);
});
