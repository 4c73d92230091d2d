import type { PersonalValues } from '../../model/personal-values.ts';
import { mapPersonalPlaces } from './personal-places.ts';
import {
  blockDigest,
  DIGEST_BYTES,
  isValueReference,
  referenceDigest,
  SALT_BYTES,
  type ValueReference,
} from './value-reference.ts';

const NO_SALT = Buffer.alloc(SALT_BYTES);

interface ReferringEntry {
  readonly resourceType: string;
  readonly oldValue: unknown;
  readonly newValue: unknown;
}

/**
 * Whether the values that are kept apart are those that an audit entry refers to: `missing` without any, `changed` if
 * a digest is another one, else `undefined`. The values of a block of which one was erased have no digest.
 */
export function checkValues(
  { resourceType, oldValue, newValue }: ReferringEntry,
  personal: PersonalValues | undefined,
): 'missing' | 'changed' | undefined {
  const references: ValueReference[] = [];
  for (const value of [oldValue, newValue]) {
    mapPersonalPlaces(resourceType, value, (member) => {
      if (isValueReference(member)) references.push(member);
      return undefined;
    });
  }
  if (references.length === 0) return undefined;
  if (personal === undefined) return 'missing';
  const digests = Buffer.from(personal.digests, 'hex');
  const isReferred = references.every(({ $personal: { block, count = 1 }, sha256 }) => {
    const ofBlocks = digests.subarray(block * DIGEST_BYTES, (block + count) * DIGEST_BYTES);
    return ofBlocks.length === count * DIGEST_BYTES && referenceDigest(ofBlocks) === sha256;
  });
  return isReferred && areBlocksUnchanged(personal, digests) ? undefined : 'changed';
}

function areBlocksUnchanged({ blocks, salts: hexSalts }: PersonalValues, digests: Buffer): boolean {
  const salts = Buffer.from(hexSalts, 'hex');
  return blocks.every((block, index) => {
    const salt = salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
    if (salt.equals(NO_SALT)) return true;
    const digest = digests.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
    return blockDigest(salt, block).equals(digest);
  });
}
