import type { RelayEnvironment, RelaySnapshot, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { inexactNumberPointer } from '../../../shared/model/exact-numbers.ts';
import { jsonSyntaxFault } from '../../../shared/model/json-syntax-fault.ts';
import { isRecord, isString, isStringArray } from '../../../shared/model/type-guards.ts';
import { readRelaySnapshot } from '../../../shared/sync/reader/read-event-data.ts';
import { type SnapshotData, SYNC_PROTOCOL } from '../../../shared/sync/wire.ts';
import { readFlagSet } from './offline-flag-set.ts';
import { type OfflineKey, readKeys } from './offline-keys.ts';
import { readArray, refuseUnknownMembers } from './offline-problems.ts';
import { sha256Of, uuidOf } from './stable-ids.ts';

/** What a file contains, as an upstream would send it. */
export interface OfflineContents {
  readonly relay: RelaySnapshot;
  readonly flagSets: readonly SnapshotData[];
}

export type OfflineFile =
  | { readonly ok: true; readonly contents: OfflineContents }
  /** Every problem, each as "path: what is wrong". */
  | { readonly ok: false; readonly problems: readonly string[] };

type Members = Readonly<Record<string, unknown>>;

const PROJECT = uuidOf('offline project');

/**
 * Reads a file of flags: `{"environments": […], "keys": […]}`, or the data of one `snapshot` event of `GET /stream`.
 *
 * @param changedAt when the file was last changed, in milliseconds since 1970
 */
export function readOfflineFile(text: string, keys: readonly OfflineKey[], changedAt: number): OfflineFile {
  const problems: string[] = [];
  const value = parse(text, problems);
  if (value === undefined) return { ok: false, problems };
  if (!isRecord(value)) return { ok: false, problems: ['the file must contain a JSON object'] };
  const isSnapshot = isRecord(value.environment);
  const environments = isSnapshot ? [fromSnapshot(value)] : readArray(value, 'environments', problems);
  if (!isSnapshot) refuseUnknownMembers(value, ['environments', 'keys'], '', problems);
  const time = new Date(changedAt).toISOString();
  const flagSets = environments.flatMap((environment, index) => {
    const path = isSnapshot ? '' : `environments[${index}]`;
    return readFlagSet(environment, path, time, problems) ?? [];
  });
  for (const member of ['key', 'id']) refuseRepeated(environments, member, problems);
  const records = readKeys(isSnapshot ? [] : (value.keys ?? []), keys, flagSets, problems);
  const relay = createRelaySnapshot(environments, flagSets, records, problems);
  const checked = readRelaySnapshot(JSON.stringify(relay));
  if (problems.length === 0 && !checked.ok) problems.push(checked.problem);
  if (problems.length === 0 && records.length === 0) {
    problems.push('keys: there are none, so every request would be refused; add keys or set OFFLINE_KEYS');
  }
  return problems.length === 0 ? { ok: true, contents: { relay, flagSets } } : { ok: false, problems };
}

function parse(text: string, problems: string[]): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const pointer = inexactNumberPointer(text);
    if (pointer === null) return value ?? null;
    const message = 'the number cannot be held exactly; write it as a string, or with at most 15 digits';
    problems.push(`JSON pointer "${pointer}": ${message}`);
    return undefined;
  } catch {
    const { line, column } = jsonSyntaxFault(text) ?? { line: 1, column: 1 };
    problems.push(`line ${line}, column ${column}: the file is not JSON from here on`);
    return undefined;
  }
}

/** Two environments of one key or id would be one environment with the flags of either. */
function refuseRepeated(environments: readonly unknown[], member: string, problems: string[]): void {
  const seen = new Map<string, number>();
  for (const [index, environment] of environments.entries()) {
    const value = isRecord(environment) ? environment[member] : undefined;
    if (!isString(value)) continue;
    const first = seen.get(value);
    if (first === undefined) seen.set(value, index);
    else {
      const shown = JSON.stringify(value.slice(0, 100));
      problems.push(
        `environments[${index}].${member}: ${shown} is the ${member} of environments[${first}], too; each environment needs its own`,
      );
    }
  }
}

/** A snapshot as an environment of a file: the members of its environment, and the flags beside them. */
function fromSnapshot(snapshot: Members): Members {
  const environment = isRecord(snapshot.environment) ? snapshot.environment : {};
  const { flags, segments, committedAt } = snapshot;
  return { ...environment, flags, segments, committedAt };
}

function createRelaySnapshot(
  environments: readonly unknown[],
  flagSets: readonly SnapshotData[],
  keys: readonly SdkKeyRecord[],
  problems: string[],
): RelaySnapshot {
  const secret = sha256Of(keys.map(({ hash }) => hash).join());
  const relayEnvironments = flagSets.map(({ environment: { id, key } }): RelayEnvironment => {
    const { name, privateAttributes, allowedOrigins } =
      environments.filter(isRecord).find((environment) => environment.key === key) ?? {};
    const strings = (member: string, value: unknown): readonly string[] => {
      if (isStringArray(value)) return value;
      problems.push(`environments, "${key}".${member}: must be an array of strings`);
      return [];
    };
    return {
      id,
      key,
      name: isString(name) ? name : key,
      privateAttributes: strings('privateAttributes', privateAttributes ?? []),
      ...(allowedOrigins === undefined ? {} : { allowedOrigins: strings('allowedOrigins', allowedOrigins) }),
      streamSecret: sha256Of(`change notices of ${id}: ${secret}`),
    };
  });
  return { protocol: SYNC_PROTOCOL, projectId: PROJECT, environments: relayEnvironments, keys };
}
