import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { signWebhook } from './webhook-signature.ts';

const now = () => Math.floor(Date.now() / 1000);

it.each([24, 32, 64])('is verified by another implementation, with a secret of %s bytes', (size) => {
  const secret = randomBytes(size);
  const body = '{"type":"webhook.test","text":"größer 🎉"}';
  const headers = signWebhook({ id: 'msg_1', timestamp: now(), body }, [secret]);
  const verifier = new Webhook(`whsec_${secret.toString('base64')}`);
  expect(verifier.verify(body, { ...headers })).toEqual(JSON.parse(body));
  expect(() => verifier.verify(`${body} `, { ...headers })).toThrow();
  expect(() => verifier.verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow();
});

it('is verified with either secret while one is rotated, and with no other', () => {
  const [one, other, stranger] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const headers = signWebhook({ id: 'msg_1', timestamp: now(), body: '{}' }, [one, other]);
  expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
  for (const secret of [one, other]) {
    expect(new Webhook(`whsec_${secret.toString('base64')}`).verify('{}', { ...headers })).toEqual({});
  }
  const verifier = new Webhook(`whsec_${stranger.toString('base64')}`);
  expect(() => verifier.verify('{}', { ...headers })).toThrow();
});
