import type { EnvironmentInfo, Flag, Segment } from '../model/flag-set.ts';
import { parsePosition, versionOf } from './position.ts';
import { type DeltaData, type Position, type SnapshotData, SYNC_PROTOCOL } from './wire.ts';

/**
 * One environment's flag set at one position, with what is needed to bring others there: the value a hub,
 * an edge and an SDK all hold. Never changed; every change makes a new one that shares what stayed.
 */
export interface Replica {
  readonly environment: EnvironmentInfo;
  readonly position: Position;
  /** RFC 3339: when the change that made this position was committed. */
  readonly committedAt: string;
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
  /** Deleted keys, each with the version that deleted it (or a later one that was held). */
  readonly tombstones: Tombstones;
  /** Positions held since the last snapshot, by version; the newest {@link MAX_HELD_POSITIONS}. */
  readonly held: ReadonlyMap<number, Position>;
  /** The oldest version since which every deletion is known: nothing older can be answered with a delta. */
  readonly floor: number;
}

export interface Tombstones {
  readonly flags: ReadonlyMap<string, number>;
  readonly segments: ReadonlyMap<string, number>;
}

/** How many positions back a reader may resume from memory alone; older ones get a snapshot. */
const MAX_HELD_POSITIONS = 1_000;

const NO_TOMBSTONES: Tombstones = { flags: new Map(), segments: new Map() };

/** What a replica can do for a reader that holds some position. */
export type Standing =
  | { readonly kind: 'current' }
  | { readonly kind: 'delta'; readonly delta: DeltaData }
  /** The reader's number is not lower than ours, and it is not ours: we are behind, or a backup was restored. */
  | { readonly kind: 'ahead' }
  /** Never held here, or too long ago. */
  | { readonly kind: 'unknown' };

/** The replica a snapshot makes. A snapshot always replaces what was held, history included. */
export function replicaFromSnapshot(position: Position, snapshot: SnapshotData): Replica {
  const version = versionOf(position);
  return {
    environment: snapshot.environment,
    position,
    committedAt: snapshot.committedAt,
    flags: new Map(snapshot.flags.map((flag) => [flag.key, flag])),
    segments: new Map(snapshot.segments.map((segment) => [segment.key, segment])),
    tombstones: NO_TOMBSTONES,
    held: new Map([[version, position]]),
    floor: version,
  };
}

/** The same replica, knowing the deletions since `floor`: for the one who reads them from the database. */
export function withTombstones(replica: Replica, floor: number, tombstones: Tombstones): Replica {
  return { ...replica, floor, tombstones };
}

/** The replica after `delta`, or `null` where it starts from another position than the one held: a gap. */
export function applyDelta(replica: Replica, delta: DeltaData): Replica | null {
  if (delta.from !== replica.position) return null;
  const version = versionOf(delta.to);
  const flags = changeItems(
    replica.flags,
    replica.tombstones.flags,
    delta.deleted.flags,
    delta.flags,
    version,
  );
  const segments = changeItems(
    replica.segments,
    replica.tombstones.segments,
    delta.deleted.segments,
    delta.segments,
    version,
  );
  const next: Replica = {
    environment: replica.environment,
    position: delta.to,
    committedAt: delta.committedAt,
    flags: flags.items,
    segments: segments.items,
    tombstones: { flags: flags.tombstones, segments: segments.tombstones },
    held: new Map(replica.held).set(version, delta.to),
    floor: replica.floor,
  };
  return next.held.size > MAX_HELD_POSITIONS ? forgetOldest(next) : next;
}

/** The same replica, which may also be resumed from `position`: known from elsewhere to be of its history. */
export function remembering(replica: Replica, position: Position): Replica {
  const version = versionOf(position);
  if (version >= versionOf(replica.position) || replica.held.get(version) === position) return replica;
  const next = { ...replica, held: new Map(replica.held).set(version, position) };
  return next.held.size > MAX_HELD_POSITIONS ? forgetOldest(next) : next;
}

interface Keyed {
  readonly key: string;
}

function changeItems<T extends Keyed>(
  before: ReadonlyMap<string, T>,
  tombstonesBefore: ReadonlyMap<string, number>,
  deleted: readonly string[],
  upserted: readonly T[],
  version: number,
): { items: ReadonlyMap<string, T>; tombstones: ReadonlyMap<string, number> } {
  if (deleted.length === 0 && upserted.length === 0) return { items: before, tombstones: tombstonesBefore };
  const items = new Map(before);
  const tombstones = new Map(tombstonesBefore);
  for (const key of deleted) {
    items.delete(key);
    tombstones.set(key, version);
  }
  for (const item of upserted) {
    items.set(item.key, item);
    tombstones.delete(item.key);
  }
  return { items, tombstones };
}

/**
 * Drops the oldest held position. Where the floor was our own snapshot it rises with it, and tombstones
 * nobody can ask for any more go; a hub, whose floor the database sets below all it holds, keeps its own.
 */
function forgetOldest(replica: Replica): Replica {
  const held = new Map(replica.held);
  const [oldest] = held.keys();
  if (oldest === undefined) return replica;
  held.delete(oldest);
  const [next] = held.keys();
  if (next === undefined || replica.floor < oldest) return { ...replica, held };
  const since = (tombstones: ReadonlyMap<string, number>) =>
    new Map([...tombstones].filter(([, version]) => version > next));
  return {
    ...replica,
    held,
    floor: next,
    tombstones: { flags: since(replica.tombstones.flags), segments: since(replica.tombstones.segments) },
  };
}

/** How a reader at `position` stands to this replica, judged by the positions it held itself. */
export function standingOf(replica: Replica, position: Position): Standing {
  if (position === replica.position) return { kind: 'current' };
  const parts = parsePosition(position);
  if (parts === null) return { kind: 'unknown' };
  if (parts.version >= versionOf(replica.position)) return { kind: 'ahead' };
  if (replica.held.get(parts.version) !== position) return { kind: 'unknown' };
  return deltaSince(replica, position, parts.version);
}

/** Everything stamped with a later version than `since`; `unknown` where its deletions are not all known any more. */
function deltaSince(replica: Replica, position: Position, since: number): Standing {
  if (since < replica.floor || since >= versionOf(replica.position)) return { kind: 'unknown' };
  return {
    kind: 'delta',
    delta: {
      from: position,
      to: replica.position,
      deleted: {
        flags: keysDeletedAfter(replica.tombstones.flags, since),
        segments: keysDeletedAfter(replica.tombstones.segments, since),
      },
      flags: itemsAfter(replica.flags, since),
      segments: itemsAfter(replica.segments, since),
      committedAt: replica.committedAt,
    },
  };
}

function keysDeletedAfter(tombstones: ReadonlyMap<string, number>, since: number): readonly string[] {
  const keys: string[] = [];
  for (const [key, version] of tombstones) if (version > since) keys.push(key);
  return keys;
}

function itemsAfter<T extends { readonly version: number }>(
  items: ReadonlyMap<string, T>,
  since: number,
): readonly T[] {
  const changed: T[] = [];
  for (const item of items.values()) if (item.version > since) changed.push(item);
  return changed;
}

/** The data of a `snapshot` event for this replica; its SSE id is `replica.position`. */
export function toSnapshot(replica: Replica): SnapshotData {
  return {
    protocol: SYNC_PROTOCOL,
    environment: replica.environment,
    flags: [...replica.flags.values()],
    segments: [...replica.segments.values()],
    committedAt: replica.committedAt,
  };
}
