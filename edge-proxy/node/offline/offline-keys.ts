import type { SdkKeyKind, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import type { SnapshotData } from '../../../shared/sync/wire.ts';
import { hashOf, uuidOf } from './offline-problems.ts';

/** A key given beside the file, by its hash. */
export interface OfflineKey {
  /** The key of the environment it opens; `null`: the only one, or all of them for a relay key. */
  readonly environment: string | null;
  readonly kind: SdkKeyKind;
  /** SHA-256 of the whole key, lower-case hex. */
  readonly hash: string;
}

const ENTRY = /^(?:([A-Za-z0-9._-]{1,100})=)?(sf_(cli|srv|rly)_[A-Za-z0-9_-]{16,128})$/;
const KIND_OF: Readonly<Record<string, SdkKeyKind>> = { cli: 'client', srv: 'server', rly: 'relay' };

/** Reads `[environment=]key,…`; `undefined` where an entry is none. The keys themselves are not kept. */
export function parseOfflineKeys(text: string): readonly OfflineKey[] | undefined {
  const keys: OfflineKey[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, environment = null, key = '', prefix = ''] = ENTRY.exec(entry) ?? [];
    const kind = KIND_OF[prefix];
    if (kind === undefined) return undefined;
    keys.push({ environment, kind, hash: hashOf(key) });
  }
  return keys;
}

const HASH = /^[0-9a-f]{64}$/;
const KINDS: readonly SdkKeyKind[] = ['client', 'server', 'relay'];

/** The keys in a file and those given beside it. */
export function readKeys(
  inFile: unknown,
  beside: readonly OfflineKey[],
  flagSets: readonly SnapshotData[],
  problems: string[],
): readonly SdkKeyRecord[] {
  const all = flagSets.map(({ environment }) => environment);
  const idsFor = (kind: SdkKeyKind, name: string | null, place: string): readonly string[] => {
    const found = all.filter(({ key }) => name === null || key === name).map(({ id }) => id);
    const isClear = kind === 'relay' ? found.length > 0 : found.length === 1;
    // While an environment is broken, not finding it is no mistake of the key's.
    if (!isClear && problems.length === 0) problems.push(`${place}: ${unclear(name, all)}`);
    return found;
  };
  const records: SdkKeyRecord[] = [];
  const add = (kind: SdkKeyKind, hash: string, environmentIds: readonly string[], expiresAt: string | null) =>
    records.push({ id: uuidOf(`offline key ${hash}`), kind, hash, environmentIds, expiresAt });

  if (!Array.isArray(inFile)) problems.push('keys: must be an array');
  for (const [index, key] of (Array.isArray(inFile) ? inFile : []).entries()) {
    const place = `keys[${index}]`;
    const kind = isRecord(key) ? KINDS.find((name) => name === key.kind) : undefined;
    if (!isRecord(key) || kind === undefined) {
      problems.push(`${place}.kind: must be one of ${KINDS.join(', ')}`);
    } else if (typeof key.sha256 !== 'string' || !HASH.test(key.sha256)) {
      problems.push(`${place}.sha256: must be the SHA-256 of the whole key, as 64 lower-case hex digits`);
    } else {
      const { environment = null, expiresAt = null } = key;
      const isNamed = environment === null || typeof environment === 'string';
      const isTime =
        expiresAt === null || (typeof expiresAt === 'string' && !Number.isNaN(Date.parse(expiresAt)));
      if (!isNamed) problems.push(`${place}.environment: must be the key of an environment`);
      if (!isTime) problems.push(`${place}.expiresAt: must be a time, as 2030-01-31T00:00:00Z`);
      if (isNamed && isTime) add(kind, key.sha256, idsFor(kind, environment, place), expiresAt);
    }
  }
  for (const { kind, hash, environment } of beside) {
    add(kind, hash, idsFor(kind, environment, 'OFFLINE_KEYS'), null);
  }
  return records;
}

function unclear(name: string | null, all: readonly { readonly key: string }[]): string {
  const known = all.map(({ key }) => key).join(', ') || 'none';
  return name === null
    ? `the key must name its environment, as there is more than one: ${known}`
    : `there is no environment "${name}"; there are: ${known}`;
}
