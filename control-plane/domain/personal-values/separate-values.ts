import type { PersonalValues } from '../../model/personal-values.ts';
import { mapPersonalPlaces } from './personal-places.ts';
import { blockDigest, referenceDigest, SALT_BYTES, type ValueReference } from './value-reference.ts';

/** Lists of up to so many values have one block for each value, longer ones have blocks of so many. */
const BLOCK_VALUES = 100;

interface SeparableEntry {
  readonly resourceType: string;
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
}

/**
 * An audit entry with references in place of the values that may name people, and these values. Without such values the
 * entry itself.
 *
 * @param randomBytes for the salts: without them digests could be compared with those of guessed values
 */
export function separateValues<T extends SeparableEntry>(
  entry: T,
  randomBytes: (size: number) => Uint8Array,
): T | (T & { readonly personal: PersonalValues }) {
  const blocks: (readonly unknown[])[] = [];
  const salts: Uint8Array[] = [];
  const digests: Buffer[] = [];
  // What an update leaves as it is, is kept once.
  const references = new Map<string, ValueReference>();
  const referTo = (member: unknown[] | string): ValueReference => {
    const first = blocks.length;
    const added = Array.isArray(member) ? blocksOf(member) : [[member]];
    const random = randomBytes(SALT_BYTES * added.length);
    for (const [index, block] of added.entries()) {
      const salt = random.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
      blocks.push(block);
      salts.push(salt);
      digests.push(blockDigest(salt, block));
    }
    return {
      $personal: Array.isArray(member) ? { block: first, count: added.length } : { block: first },
      sha256: referenceDigest(Buffer.concat(digests.slice(first))),
    };
  };
  const replace = (member: unknown): unknown => {
    const isSeparated = typeof member === 'string' || Array.isArray(member);
    if (!isSeparated || member.length === 0) return undefined;
    const text = JSON.stringify(member);
    const reference = references.get(text) ?? referTo(member);
    references.set(text, reference);
    return reference;
  };
  const { resourceType, oldValue, newValue } = entry;
  const separated = {
    ...entry,
    oldValue: mapPersonalPlaces(resourceType, oldValue, replace),
    newValue: mapPersonalPlaces(resourceType, newValue, replace),
  };
  if (blocks.length === 0) return entry;
  return { ...separated, personal: { blocks, salts: hex(salts), digests: hex(digests) } };
}

const hex = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('hex');

/** A value that is alone in its block can be erased without that the digests of others are lost. */
function blocksOf(list: readonly unknown[]): readonly (readonly unknown[])[] {
  if (list.length <= BLOCK_VALUES) return list.map((value) => [value]);
  const blocks = Math.ceil(list.length / BLOCK_VALUES);
  return Array.from({ length: blocks }, (_, index) =>
    list.slice(index * BLOCK_VALUES, (index + 1) * BLOCK_VALUES),
  );
}
