import type { EnvironmentInfo, Flag, Segment } from '../model/flag-set.ts';
import { parsePosition, versionOf } from './position.ts';
import { type DeltaData, type Position, type SnapshotData, SYNC_PROTOCOL } from './wire.ts';

/**
 * A copy of one environment's flag set at one position, with what is needed to bring readers to that position. Hubs, edges
 * and SDKs hold one. Immutable: a change makes a new one, which shares all flags and segments that did not change.
 */
export interface Replica {
  readonly environment: EnvironmentInfo;
  readonly position: Position;
  /** RFC 3339: when the change that made this position was committed. */
  readonly committedAt: string;
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
  /** Deleted keys, each with the version that deleted it (or a later one, if several were applied as one delta). */
  readonly tombstones: Tombstones;
  /** The positions held since the last snapshot, by version: the newest {@link MAX_HELD_POSITIONS}. */
  readonly held: ReadonlyMap<number, Position>;
  /** All deletions after this version are known, so a reader at an older version cannot get a delta. */
  readonly floor: number;
}

export interface Tombstones {
  readonly flags: ReadonlyMap<string, number>;
  readonly segments: ReadonlyMap<string, number>;
}

/** A reader at an older position gets a snapshot. */
const MAX_HELD_POSITIONS = 1_000;

const NO_TOMBSTONES: Tombstones = { flags: new Map(), segments: new Map() };

/** How a reader's position relates to a replica. */
export type Standing =
  | { readonly kind: 'current' }
  | { readonly kind: 'delta'; readonly delta: DeltaData }
  /** Its version is not lower than ours, and it is not our position: we are behind, or a backup was restored. */
  | { readonly kind: 'ahead' }
  /** We never held it, or too long ago. */
  | { readonly kind: 'unknown' };

/** The replica of a snapshot. A snapshot replaces everything that was held, the history included. */
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

/** The same replica with the deletions since `floor`, which a hub reads from the database. */
export function withTombstones(replica: Replica, floor: number, tombstones: Tombstones): Replica {
  return { ...replica, floor, tombstones };
}

/** The replica after `delta`; `null` if the delta does not start at the position held: a gap. */
export function applyDelta(replica: Replica, delta: DeltaData): Replica | null {
  if (delta.from !== replica.position) return null;
  const version = versionOf(delta.to);
  const { deleted } = delta;
  const flags = changeItems(
    { items: replica.flags, tombstones: replica.tombstones.flags },
    { deleted: deleted.flags, upserted: delta.flags, version },
  );
  const segments = changeItems(
    { items: replica.segments, tombstones: replica.tombstones.segments },
    { deleted: deleted.segments, upserted: delta.segments, version },
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
  return next.held.size > MAX_HELD_POSITIONS ? withoutOldestPosition(next) : next;
}

/**
 * The same replica, from which a reader at `position` can also resume.
 *
 * @param position must belong to the history of this replica; the caller has checked it in the database
 */
export function withHeldPosition(replica: Replica, position: Position): Replica {
  const version = versionOf(position);
  if (version >= versionOf(replica.position) || replica.held.get(version) === position) return replica;
  const next = { ...replica, held: new Map(replica.held).set(version, position) };
  return next.held.size > MAX_HELD_POSITIONS ? withoutOldestPosition(next) : next;
}

/** The flags or the segments of a replica. */
interface Items<Item> {
  readonly items: ReadonlyMap<string, Item>;
  readonly tombstones: ReadonlyMap<string, number>;
}

interface ItemsChange<Item> {
  readonly deleted: readonly string[];
  readonly upserted: readonly Item[];
  readonly version: number;
}

function changeItems<Item extends { readonly key: string }>(
  before: Items<Item>,
  { deleted, upserted, version }: ItemsChange<Item>,
): Items<Item> {
  if (deleted.length === 0 && upserted.length === 0) return before;
  const items = new Map(before.items);
  const tombstones = new Map(before.tombstones);
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
 * The same replica without the oldest held position. If the floor is our own snapshot, it rises, and tombstones that no
 * reader can need are removed. The floor of a hub comes from the database, is lower, and does not change.
 */
function withoutOldestPosition(replica: Replica): Replica {
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

/** How a reader's position relates to this replica, according to the positions that the replica has held. */
export function standingOf(replica: Replica, position: Position): Standing {
  if (position === replica.position) return { kind: 'current' };
  const parts = parsePosition(position);
  if (parts === null) return { kind: 'unknown' };
  if (parts.version >= versionOf(replica.position)) return { kind: 'ahead' };
  if (replica.held.get(parts.version) !== position) return { kind: 'unknown' };
  return deltaSince(replica, position, parts.version);
}

/** Everything that changed after version `since`; `unknown` if not all deletions since then are known. */
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

/** The data of a `snapshot` event. Its SSE id is `replica.position`. */
export function toSnapshot(replica: Replica): SnapshotData {
  return {
    protocol: SYNC_PROTOCOL,
    environment: replica.environment,
    flags: [...replica.flags.values()],
    segments: [...replica.segments.values()],
    committedAt: replica.committedAt,
  };
}
