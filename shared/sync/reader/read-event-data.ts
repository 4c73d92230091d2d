import { type RelaySnapshot, SDK_KEY_KINDS } from '../../keys/sdk-key.ts';
import { CONDITION_TYPES, FLAG_TYPES } from '../../model/flag-set.ts';
import { KEY_PATTERN } from '../../model/key-syntax.ts';
import { isRecord } from '../../model/type-guards.ts';
import { UUID_PATTERN } from '../../model/uuid.ts';
import { parsePosition } from '../position.ts';
import { type DeltaData, type Position, type SnapshotData, SYNC_PROTOCOL } from '../wire.ts';
import {
  anything,
  boolean,
  type Check,
  either,
  integer,
  listOf,
  nullOr,
  oneOf,
  optional,
  shape,
  string,
  stringLike,
} from './schema.ts';

/** Data from the network after its check. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

const MAX_INT = 2_147_483_647;
const key = stringLike(KEY_PATTERN, 'a key');
const uuid = stringLike(UUID_PATTERN, 'a UUID in lower case');
const time: Check = (value, path) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? undefined : `${path} is not a time`;
const position: Check = (value, path) =>
  typeof value === 'string' && parsePosition(value) !== null ? undefined : `${path} is not a position`;

const condition = shape({
  conditionType: oneOf(CONDITION_TYPES),
  attribute: string,
  // Any string: an unknown operator makes one flag fail, not the whole flag set.
  operator: string,
  values: listOf(anything),
});
const serve = either(
  shape({ variation: key }),
  shape({
    rollout: shape({
      variations: listOf(shape({ variation: key, weight: integer(0, MAX_INT) })),
      bucketBy: optional(string),
      seed: optional(string),
    }),
  }),
);
const flag = shape({
  key,
  type: oneOf(FLAG_TYPES),
  version: integer(1, MAX_INT),
  enabled: boolean,
  defaultValue: anything,
  clientSide: boolean,
  variations: listOf(shape({ key, value: anything })),
  prerequisites: listOf(shape({ flagKey: key, variations: listOf(key) })),
  rules: listOf(shape({ id: string, priority: integer(0, MAX_INT), conditions: listOf(condition), serve })),
  // Entries that break the rules are left out when they are used. They do not make the flag set unreadable.
  metadata: optional(shape({})),
});
const segment = shape({
  key,
  version: integer(1, MAX_INT),
  included: listOf(string),
  excluded: listOf(string),
  rules: listOf(shape({ conditions: listOf(condition) })),
});

/** A higher protocol is refused. Unknown members are not: they may be added without a higher protocol. */
const protocol: Check = (value, path) => {
  const problem = integer(1, MAX_INT)(value, path);
  if (problem !== undefined) return problem;
  return typeof value === 'number' && value > SYNC_PROTOCOL
    ? `${path} is ${value}; this program understands protocol ${SYNC_PROTOCOL} and must be updated`
    : undefined;
};

const snapshotShape = shape({
  protocol,
  environment: shape({ id: uuid, key }),
  flags: listOf(flag),
  segments: listOf(segment),
  committedAt: time,
});
const deltaShape = shape({
  from: position,
  to: position,
  deleted: shape({ flags: listOf(key), segments: listOf(key) }),
  flags: listOf(flag),
  segments: listOf(segment),
  committedAt: time,
});
const relayShape = shape({
  protocol,
  projectId: uuid,
  environments: listOf(
    shape({
      id: uuid,
      key,
      name: string,
      privateAttributes: listOf(string),
      allowedOrigins: optional(listOf(string)),
      streamSecret: optional(stringLike(/^[A-Za-z0-9_-]{32,128}$/, 'a secret of 32 to 128 characters')),
    }),
  ),
  keys: listOf(
    shape({
      id: uuid,
      kind: oneOf(SDK_KEY_KINDS),
      hash: stringLike(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex'),
      environmentIds: listOf(uuid),
      expiresAt: nullOr(time),
    }),
  ),
});

/** Reads the data of a `snapshot` event whose id is the position `at`. */
export function readSnapshot(at: Position, data: string): Checked<SnapshotData> {
  const read = parse<SnapshotData>(data, snapshotShape);
  if (!read.ok) return read;
  const { flags, segments } = read.value;
  const problem = findMisplaced('flags', flags, 0, at) ?? findMisplaced('segments', segments, 0, at);
  return problem === undefined ? read : { ok: false, problem };
}

/** Reads the data of a `delta` event. */
export function readDelta(data: string): Checked<DeltaData> {
  const read = parse<DeltaData>(data, deltaShape);
  if (!read.ok) return read;
  const { from, to, deleted, flags, segments } = read.value;
  const since = parsePosition(from)?.version ?? 0;
  const problem =
    (since < (parsePosition(to)?.version ?? 0) ? undefined : 'to is not later than from') ??
    findMisplaced('flags', flags, since, to) ??
    findMisplaced('segments', segments, since, to) ??
    findInBoth('flags', deleted.flags, flags) ??
    findInBoth('segments', deleted.segments, segments);
  return problem === undefined ? read : { ok: false, problem };
}

/** Reads the data of a relay stream's `snapshot` event. */
export function readRelaySnapshot(data: string): Checked<RelaySnapshot> {
  return parse<RelaySnapshot>(data, relayShape);
}

function parse<T>(data: string, check: Check): Checked<T> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { ok: false, problem: 'the data is not JSON' };
  }
  const problem = isRecord(value) ? check(value, '') : 'the data is not a JSON object';
  return hasPassed<T>(value, problem) ? { ok: true, value } : { ok: false, problem: problem ?? '' };
}

/** The only place that gives a checked value its type. */
function hasPassed<T>(_value: unknown, problem: string | undefined): _value is T {
  return problem === undefined;
}

interface Versioned {
  readonly key: string;
  readonly version: number;
}

/** Resuming relies on this: each key comes once, and each version is after `since` and not after the position. */
function findMisplaced(
  name: string,
  items: readonly Versioned[],
  since: number,
  at: Position,
): string | undefined {
  const latest = parsePosition(at)?.version ?? 0;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item.key)) return `${name}[${index}].key occurs twice`;
    seen.add(item.key);
    if (item.version <= since || item.version > latest) {
      return `${name}[${index}].version is not between the positions of the event`;
    }
  }
  return undefined;
}

function findInBoth(
  name: string,
  deleted: readonly string[],
  items: readonly Versioned[],
): string | undefined {
  const gone = new Set(deleted);
  const index = items.findIndex((item) => gone.has(item.key));
  return index < 0 ? undefined : `${name}[${index}].key is also deleted`;
}
