import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/model/canonical-json.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';

/** Bytes of a salt. */
export const SALT_BYTES = 16;
/** Bytes of the digest of a block. */
export const DIGEST_BYTES = 32;

/** What an audit entry has in place of values that are kept apart. */
export interface ValueReference {
  /** Blocks of the entry. Without `count` a single text, else a list: the values of that many blocks. */
  readonly $personal: { readonly block: number; readonly count?: number };
  /** SHA-256 of the digests of the blocks, in hex. */
  readonly sha256: string;
}

/** In places of {@link mapPersonalPlaces} there are texts and lists otherwise. */
export function isValueReference(value: unknown): value is ValueReference {
  return isRecord(value) && isRecord(value.$personal) && typeof value.$personal.block === 'number';
}

/** SHA-256 of a salt and the values of a block. */
export const blockDigest = (salt: Uint8Array, block: readonly unknown[]): Buffer =>
  createHash('sha256').update(salt).update(canonicalJson(block)).digest();

/** The digest of a reference. @param digests those of its blocks, one after the other */
export const referenceDigest = (digests: Uint8Array): string =>
  createHash('sha256').update(digests).digest('hex');
