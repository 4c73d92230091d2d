import type { SdkKeyKind, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { isRecord } from '../../../shared/model/type-guards.ts';
import type { SnapshotData } from '../../../shared/sync/wire.ts';
import { sha256Of, uuidOf } from './stable-ids.ts';

/** A key of `OFFLINE_KEYS`, by its hash. */
export interface OfflineKey {
  /** The key of its environment; `null`: the only one, for a relay key all of them. */
  readonly environment: string | null;
  readonly kind: SdkKeyKind;
  /** SHA-256 of the whole key, lower-case hex. */
  readonly hash: string;
}

const ENTRY = /^(?:([A-Za-z0-9._-]{1,100})=)?(sf_(cli|srv|rly)_[A-Za-z0-9_-]{16,128})$/;
const KIND_OF: Readonly<Record<string, SdkKeyKind>> = { cli: 'client', srv: 'server', rly: 'relay' };

/** Reads `[environment=]key,…`; `undefined` if an entry has another form. Only hashes of the keys are returned. */
export function parseOfflineKeys(text: string): readonly OfflineKey[] | undefined {
  const keys: OfflineKey[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, environment = null, key = '', prefix = ''] = ENTRY.exec(entry) ?? [];
    const kind = KIND_OF[prefix];
    if (kind === undefined) return undefined;
    keys.push({ environment, kind, hash: sha256Of(key) });
  }
  return keys;
}

const HASH = /^[0-9a-f]{64}$/;
const KINDS: readonly SdkKeyKind[] = ['client', 'server', 'relay'];

/** The keys of a file and of `OFFLINE_KEYS`, as records that name their environments by id. */
export function readKeys(
  inFile: unknown,
  configured: readonly OfflineKey[],
  flagSets: readonly SnapshotData[],
  problems: string[],
): readonly SdkKeyRecord[] {
  if (!Array.isArray(inFile)) problems.push('keys: must be an array');
  const listed = Array.isArray(inFile) ? inFile : [];
  const records = listed.flatMap((key: unknown, index) => {
    const path = `keys[${index}]`;
    const read = readKey(key, path, problems);
    return read === undefined ? [] : [toRecord(read, path, flagSets, problems)];
  });
  const all = [...records, ...configured.map((key) => toRecord(key, 'OFFLINE_KEYS', flagSets, problems))];
  refuseContradictions(all, problems);
  return all;
}

/** A key that is listed twice must mean the same, because only one of its records could count. */
function refuseContradictions(records: readonly SdkKeyRecord[], problems: string[]): void {
  const meanings = new Map<string, string>();
  const reported = new Set<string>();
  for (const record of records) {
    const { hash } = record;
    const meaning = JSON.stringify(record);
    const first = meanings.get(hash) ?? meaning;
    meanings.set(hash, first);
    if (first === meaning || reported.has(hash)) continue;
    reported.add(hash);
    problems.push(
      `keys: one key is listed for different environments, kinds or times (SHA-256 ${hash.slice(0, 8)}…); list it once`,
    );
  }
}

interface ExpiringKey extends OfflineKey {
  readonly expiresAt?: string | null;
}

function readKey(key: unknown, path: string, problems: string[]): ExpiringKey | undefined {
  const kind = isRecord(key) ? KINDS.find((name) => name === key.kind) : undefined;
  if (!isRecord(key) || kind === undefined) {
    problems.push(`${path}.kind: must be one of ${KINDS.join(', ')}`);
    return undefined;
  }
  const { sha256: hash, environment = null, expiresAt = null } = key;
  if (typeof hash !== 'string' || !HASH.test(hash)) {
    problems.push(`${path}.sha256: must be the SHA-256 of the whole key, as 64 lower-case hex digits`);
    return undefined;
  }
  const isNamed = environment === null || typeof environment === 'string';
  const isTime =
    expiresAt === null || (typeof expiresAt === 'string' && !Number.isNaN(Date.parse(expiresAt)));
  if (!isNamed) problems.push(`${path}.environment: must be the key of an environment`);
  if (!isTime) problems.push(`${path}.expiresAt: must be a time, for example 2030-01-31T00:00:00Z`);
  return isNamed && isTime ? { kind, hash, environment, expiresAt } : undefined;
}

function toRecord(
  { kind, hash, environment: name, expiresAt = null }: ExpiringKey,
  path: string,
  flagSets: readonly SnapshotData[],
  problems: string[],
): SdkKeyRecord {
  const all = flagSets.map(({ environment }) => environment);
  const matching = all.filter(({ key }) => name === null || key === name);
  const isClear = kind === 'relay' ? matching.length > 0 : matching.length === 1;
  // If an environment has problems it is not among the flag sets, which is not a problem of the key.
  if (!isClear && problems.length === 0) {
    const known = all.map(({ key }) => key).join(', ') || 'none';
    problems.push(
      name === null
        ? `${path}: the key must name its environment, as there is more than one: ${known}`
        : `${path}: there is no environment "${name}"; there are: ${known}`,
    );
  }
  return {
    id: uuidOf(`offline key ${hash}`),
    kind,
    hash,
    environmentIds: matching.map(({ id }) => id),
    expiresAt,
  };
}
