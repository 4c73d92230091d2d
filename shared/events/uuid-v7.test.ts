import { describe, expect, it } from 'vitest';
import { createUuidV7Generator, isUuidV7, lowestUuidV7, uuidV7Time } from './uuid-v7.ts';

const randomly = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
const always = (byte: number) => (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(byte);

const NOW = Date.UTC(2026, 10, 22);

describe('a generated UUIDv7', () => {
  it('has the layout of RFC 9562: time, version 7, variant 10', () => {
    // The timestamp of the RFC's example (appendix A.6).
    expect(createUuidV7Generator(always(0))(0x017f22e279b0)).toBe('017f22e2-79b0-7000-8000-000000000000');
    expect(createUuidV7Generator(always(0xff))(0x017f22e279b0)).toBe('017f22e2-79b0-77ff-bfff-ffffffffffff');
  });

  it('contains its time', () => {
    const newId = createUuidV7Generator(randomly);
    expect(uuidV7Time(newId(NOW))).toBe(NOW);
    expect(uuidV7Time(newId(NOW + 0.9))).toBe(NOW);
  });

  it('differs each time, and leaves room for a counter', () => {
    const newId = createUuidV7Generator(randomly);
    const ids = Array.from({ length: 1_000 }, () => newId(NOW));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isUuidV7)).toBe(true);
    expect(ids.every((id) => Number.parseInt(id.slice(15, 18), 16) < 0x800)).toBe(true);
  });

  it('has the given time, also after one with a later time', () => {
    const newId = createUuidV7Generator(randomly);
    newId(NOW + 5_000);
    expect(uuidV7Time(newId(NOW))).toBe(NOW);
  });
});

it('recognises a UUIDv7', () => {
  expect(isUuidV7('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toBe(true);
  for (const text of [
    '',
    '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
    '017f22e2-79b0-4cc3-98c4-dc0c0c07398f',
    '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f',
    '017f22e279b07cc398c4dc0c0c07398f',
    '017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n',
  ]) {
    expect(isUuidV7(text), text).toBe(false);
  }
});

it('gives the lowest id of a time: ids of later times are above it, earlier ones below', () => {
  const bound = lowestUuidV7(NOW);
  expect(createUuidV7Generator(always(0))(NOW) >= bound).toBe(true);
  expect(createUuidV7Generator(always(0xff))(NOW - 1) < bound).toBe(true);
});
