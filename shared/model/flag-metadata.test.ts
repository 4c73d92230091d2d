import { describe, expect, it } from 'vitest';
import { METADATA_LIMITS, metadataFaults, usableMetadata } from './flag-metadata.ts';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, at]));
const longestName = 'n'.repeat(METADATA_LIMITS.name);
const longestText = 't'.repeat(METADATA_LIMITS.text);

describe('metadata of a flag', () => {
  it.each([
    [{}],
    [{ owner: 'checkout', ticket: 4711, temporary: true }],
    [{ [longestName]: longestText }],
    [{ constructor: 'x', 'a.b-c_d': -1 }],
    [many(METADATA_LIMITS.entries)],
  ])('takes %j', (metadata) => {
    expect(metadataFaults(metadata)).toEqual([]);
    expect(usableMetadata(metadata)).toEqual(metadata);
  });

  it.each([
    [[], '', /must be an object/],
    [null, '', /must be an object/],
    [many(METADATA_LIMITS.entries + 1), '', /at most 20 entries/],
    [{ flagVersion: 1 }, 'flagVersion', /reserved/],
    [{ enabled: true }, 'enabled', /reserved/],
    [{ version: 'x' }, 'version', /reserved/],
    [{ '': 1 }, '', /starts with a letter/],
    [{ '1a': 1 }, '1a', /starts with a letter/],
    [{ 'a b': 1 }, 'a b', /starts with a letter/],
    [JSON.parse('{"__proto__":1}'), '__proto__', /starts with a letter/],
    [{ [`${longestName}n`]: 1 }, `${longestName}n`, /starts with a letter/],
    [{ owner: `${longestText}t` }, 'owner', /at most 256 characters/],
    [{ owner: 1.5 }, 'owner', /integer/],
    [{ owner: 2 ** 53 }, 'owner', /integer/],
    [{ owner: null }, 'owner', /integer/],
    [{ owner: ['a'] }, 'owner', /integer/],
  ])('refuses %j and names the entry', (metadata, path, message) => {
    expect(metadataFaults(metadata)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('that is received keeps what follows the rules, within the limit', () => {
    const received = { owner: 'checkout', enabled: true, list: [1], half: 0.5, 'no name': 1, on: false };
    expect(usableMetadata(received)).toEqual({ owner: 'checkout', on: false });
    expect(Object.keys(usableMetadata(many(5_000)))).toHaveLength(METADATA_LIMITS.entries);
    expect(usableMetadata('text')).toEqual({});
    expect(usableMetadata(undefined)).toEqual({});
  });
});
