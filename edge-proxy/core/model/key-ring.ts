import type { SdkKeyKind, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';

/** A key this edge accepts, ready for use on the hot path. */
export interface Credential {
  /** UUID of the key. */
  readonly id: string;
  readonly kind: SdkKeyKind;
  /** SHA-256 of the whole key, lower-case hex. */
  readonly hash: string;
  readonly environmentIds: readonly string[];
  /** Milliseconds since 1970; `Infinity`: never. */
  readonly expiresAt: number;
}

/** Every key that the upstream has named. Immutable: a change makes a new ring, so comparing identity shows whether it changed. */
export interface KeyRing {
  readonly size: number;
  /** The key with this SHA-256 (lower-case hex), expired ones included. */
  find(hash: string): Credential | undefined;
  /** The key with this id. */
  findById(id: string): Credential | undefined;
}

/** Hex digits of a hash that choose the bucket; the rest is compared in constant time. */
const BUCKET_DIGITS = 8;

export function createKeyRing(records: readonly SdkKeyRecord[]): KeyRing {
  const buckets = new Map<string, Credential[]>();
  const byId = new Map<string, Credential>();
  for (const record of records) {
    const credential = toCredential(record);
    byId.set(credential.id, credential);
    const bucket = record.hash.slice(0, BUCKET_DIGITS);
    const credentials = buckets.get(bucket);
    if (credentials === undefined) buckets.set(bucket, [credential]);
    else credentials.push(credential);
  }
  return {
    size: records.length,
    findById: (id) => byId.get(id),
    find: (hash) =>
      buckets
        .get(hash.slice(0, BUCKET_DIGITS))
        ?.find((credential) => equalsInConstantTime(credential.hash, hash)),
  };
}

function toCredential(record: SdkKeyRecord): Credential {
  const { id, kind, hash, environmentIds, expiresAt } = record;
  return { id, kind, hash, environmentIds, expiresAt: expiryOf(expiresAt) };
}

/** An unreadable expiry counts as passed: a key is never valid for longer than was meant. */
function expiryOf(expiresAt: string | null): number {
  if (expiresAt === null) return Number.POSITIVE_INFINITY;
  const time = Date.parse(expiresAt);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

/** Compares two texts in time that depends on their length only. */
export function equalsInConstantTime(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}
