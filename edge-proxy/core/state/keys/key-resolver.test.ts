import { describe, expect, it } from 'vitest';
import { keyRecord, OWN, secretOf } from '../../../../test/support/edge/test-edge.ts';
import { createKeyRing, equalsInConstantTime } from '../../model/key-ring.ts';
import { createKeyResolver } from './key-resolver.ts';
import { sha256Hex } from './sha256.ts';

const SECRET = secretOf('server', 'a');

function countedResolver() {
  const hashed: string[] = [];
  const resolver = createKeyResolver((text) => {
    hashed.push(text);
    return sha256Hex(text);
  });
  return { resolver, hashed };
}

describe('finding the credential of a presented key', () => {
  it('is hashed once, and found synchronously from then on', async () => {
    const { resolver, hashed } = countedResolver();
    const ring = createKeyRing([await keyRecord('server', 'a', [OWN])]);
    expect(resolver.lookup(SECRET, ring)).toBeUndefined();
    await resolver.learn(SECRET);
    expect(resolver.lookup(SECRET, ring)).toMatchObject({ kind: 'server', environmentIds: [OWN] });
    expect(resolver.lookup(SECRET, ring)).toMatchObject({ kind: 'server' });
    expect(hashed).toEqual([SECRET]);
  });

  it('follows the ring without hashing again: a key that is revoked, and one that is made', async () => {
    const { resolver, hashed } = countedResolver();
    const ring = createKeyRing([await keyRecord('server', 'a', [OWN])]);
    await resolver.learn(SECRET);
    expect(resolver.lookup(SECRET, createKeyRing([]))).toBeNull();
    expect(resolver.lookup(SECRET, ring)).toMatchObject({ kind: 'server' });
    expect(resolver.lookup(SECRET, createKeyRing([]))).toBeNull();
    expect(hashed).toHaveLength(1);
  });

  it.each([
    '',
    'hello',
    'sf_srv_short',
    `sf_srv_${'x'.repeat(129)}`,
    `sf_api_${'x'.repeat(43)}`,
    `sf_srv_${'é'.repeat(43)}`,
    `x${secretOf('server', 'a')}`,
    `${secretOf('server', 'a')}=`,
  ])('refuses %j without hashing it', async (presented) => {
    const { resolver, hashed } = countedResolver();
    expect(resolver.lookup(presented, createKeyRing([]))).toBeNull();
    await resolver.learn(presented);
    expect(hashed).toEqual([]);
  });

  it('keeps a key that works through a flood of guesses', async () => {
    const { resolver } = countedResolver();
    const ring = createKeyRing([await keyRecord('server', 'a', [OWN])]);
    await resolver.learn(SECRET);
    resolver.lookup(SECRET, ring);
    for (let guess = 0; guess < 3_000; guess += 1) {
      const presented = secretOf('server', `guess${guess}`);
      await resolver.learn(presented);
      expect(resolver.lookup(presented, ring)).toBeNull();
    }
    expect(resolver.lookup(SECRET, ring)).toMatchObject({ kind: 'server' });
    expect(resolver.lookup(secretOf('server', 'guess0'), ring)).toBeUndefined();
  });
});

describe('a ring of keys', () => {
  it('distinguishes keys whose hashes have the same beginning', () => {
    const hashes = ['aabbccdd11', 'aabbccdd22'];
    const ring = createKeyRing(
      hashes.map((hash) => ({ id: hash, kind: 'server', hash, environmentIds: [OWN], expiresAt: null })),
    );
    expect(ring.find('aabbccdd22')?.id).toBe('aabbccdd22');
    expect(ring.find('aabbccdd33')).toBeUndefined();
    expect(ring.find('')).toBeUndefined();
  });

  it('takes an expiry it cannot read as passed', () => {
    const record = { id: 'k', kind: 'server', hash: 'ab', environmentIds: [OWN], expiresAt: 'soon' } as const;
    expect(createKeyRing([record]).find('ab')?.expiresAt).toBe(Number.NEGATIVE_INFINITY);
  });

  it('compares in constant time, and rightly', () => {
    expect(equalsInConstantTime('abc', 'abc')).toBe(true);
    expect(equalsInConstantTime('abc', 'abd')).toBe(false);
    expect(equalsInConstantTime('abc', 'ab')).toBe(false);
  });
});
