import { beforeEach, describe, expect, it } from 'vitest';
import { keyRecord, NOW, OTHER, OWN, STREAM_SECRET } from '../../../../test/support/edge/test-edge.ts';
import { type Credential, createKeyRing, type KeyRing } from '../../model/key-ring.ts';
import { hmacSha256 } from '../../state/keys/hmac.ts';
import { createStreamTokens, type StreamTokens, TOKEN_WINDOW_MS } from './stream-token.ts';

let now: number;
let tokens: StreamTokens;
let ring: KeyRing;
let client: Credential;

beforeEach(async () => {
  now = NOW;
  tokens = createStreamTokens(hmacSha256, () => now);
  const records = [
    await keyRecord('client', 'own', [OWN]),
    await keyRecord('relay', 'own', [OWN]),
    await keyRecord('client', 'other', [OTHER]),
  ];
  ring = createKeyRing(records);
  const found = ring.findById('client-own');
  if (found === undefined) throw new Error('no credential');
  client = found;
});

const secretOf = () => STREAM_SECRET;

function tokenOf(maker: StreamTokens, credential = client, secret = STREAM_SECRET): Promise<string> {
  return maker.ready(credential, OWN, secret);
}

describe('a token of a notice stream', () => {
  it('is there once it has been made, and the next one with it', async () => {
    expect(tokens.current(client, OWN, STREAM_SECRET)).toBeUndefined();
    const token = await tokenOf(tokens);
    expect(token).toMatch(/^client-own\.\d+\.[A-Za-z0-9_-]{43}$/);
    expect(tokens.current(client, OWN, STREAM_SECRET)).toBe(token);
    now += TOKEN_WINDOW_MS;
    expect(tokens.current(client, OWN, STREAM_SECRET)).toMatch(/^client-own\./);
    now += TOKEN_WINDOW_MS;
    expect(tokens.current(client, OWN, STREAM_SECRET)).toBeUndefined();
  });

  it('is the same within its window and on every replica, and another one after it', async () => {
    const token = await tokenOf(tokens);
    now += TOKEN_WINDOW_MS - 1;
    expect(await tokenOf(createStreamTokens(hmacSha256, () => now))).toBe(token);
    now += 1;
    expect(tokens.current(client, OWN, STREAM_SECRET)).not.toBe(token);
  });

  it('lets its key into its environment, for one to two windows', async () => {
    const bearer = await tokens.read(await tokenOf(tokens), ring, secretOf);
    expect(bearer).toMatchObject({ credential: { id: 'client-own' }, environmentId: OWN });
    const left = (bearer?.expiresAt ?? 0) - NOW;
    expect(left).toBeGreaterThan(TOKEN_WINDOW_MS);
    expect(left).toBeLessThanOrEqual(2 * TOKEN_WINDOW_MS);
  });

  it('is accepted by another replica, and reported as expired by one whose clock is past its expiry', async () => {
    const other = createStreamTokens(hmacSha256, () => now + 10 * TOKEN_WINDOW_MS);
    const bearer = await other.read(await tokenOf(tokens), ring, secretOf);
    expect(bearer?.expiresAt).toBeLessThan(now + 10 * TOKEN_WINDOW_MS);
  });

  it('is refused if any part of it was changed', async () => {
    const token = await tokenOf(tokens);
    const [id, until, mac = ''] = token.split('.');
    const changed = [
      `client-other.${until}.${mac}`,
      `${id}.${Number(until) + 1800}.${mac}`,
      `${id}.${until}.${mac.slice(0, -1)}`,
      `${id}.${until}.`,
      `${id}.${until}`,
      `${id}.${until}.${mac}.more`,
      `${token}=`,
      '..',
      '',
      `${id}.${'9'.repeat(500)}.${mac}`,
    ];
    for (const each of changed)
      expect([each, await tokens.read(each, ring, secretOf)]).toEqual([each, undefined]);
  });

  it('is refused without the secret it was made with', async () => {
    const token = await tokenOf(tokens);
    expect(await tokens.read(token, ring, () => 'another secret')).toBeUndefined();
    expect(await tokens.read(token, ring, () => undefined)).toBeUndefined();
  });

  it('is invalid for a relay key, and once its key is removed', async () => {
    const relay = ring.findById('relay-own');
    if (relay === undefined) throw new Error('no credential');
    expect(await tokens.read(await tokenOf(tokens, relay), ring, secretOf)).toBeUndefined();
    expect(await tokens.read(await tokenOf(tokens), createKeyRing([]), secretOf)).toBeUndefined();
  });

  it('is made anew where the secret is another one', async () => {
    const before = await tokenOf(tokens);
    expect(tokens.current(client, OWN, 'another secret')).toBeUndefined();
    expect(await tokenOf(tokens, client, 'another secret')).not.toBe(before);
  });
});
