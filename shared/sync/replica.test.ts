import { describe, expect, it } from 'vitest';
import { booleanFlag, flagSet } from '../../test/support/flags.ts';
import {
  applyDelta,
  type Replica,
  replicaFromSnapshot,
  standingOf,
  withHeldPosition,
  withTombstones,
} from './replica.ts';
import { SYNC_PROTOCOL } from './wire.ts';

const CHANGES = 1_500;
/** Positions that a replica keeps, as docs/protocol.md says. */
const HELD = 1_000;
const committedAt = '2026-01-01T00:00:00Z';
const positionAt = (version: number) => `${version}-t${version}`;

function first(): Replica {
  const { environment } = flagSet([]);
  return replicaFromSnapshot(positionAt(1), {
    protocol: SYNC_PROTOCOL,
    environment,
    flags: [],
    segments: [],
    committedAt,
  });
}

/** Each version creates a flag and deletes the flag of the version before. All replicas on the way, by version. */
function historyOf(start: Replica): ReadonlyMap<number, Replica> {
  const history = new Map([[1, start]]);
  let replica = start;
  for (let version = 2; version <= CHANGES; version++) {
    const next = applyDelta(replica, {
      from: positionAt(version - 1),
      to: positionAt(version),
      deleted: { flags: version === 2 ? [] : [`f${version - 1}`], segments: [] },
      flags: [booleanFlag(`f${version}`, { version })],
      segments: [],
      committedAt,
    });
    if (next === null) throw new Error('The delta does not start at the position held.');
    replica = next;
    history.set(version, replica);
  }
  return history;
}

function lastOf(history: ReadonlyMap<number, Replica>): Replica {
  const last = history.get(CHANGES);
  if (last === undefined) throw new Error('There is no last version.');
  return last;
}

describe('a replica with a long history', () => {
  const history = historyOf(first());
  const last = lastOf(history);

  it('brings readers at the newest positions up to date by one delta, deletions included', () => {
    for (const version of [CHANGES - 1, CHANGES - 500, CHANGES - HELD + 1]) {
      const reader = history.get(version);
      const standing = standingOf(last, positionAt(version));
      if (reader === undefined || standing.kind !== 'delta') throw new Error(`${version} gets no delta.`);
      expect(applyDelta(reader, standing.delta)?.flags).toEqual(last.flags);
    }
  });

  it('sends a snapshot to readers at older ones', () => {
    for (const version of [CHANGES - HELD, 2, 1]) {
      expect(standingOf(last, positionAt(version))).toEqual({ kind: 'unknown' });
    }
  });

  it('keeps no more positions and deleted keys than these readers need', () => {
    expect(last.held.size).toBe(HELD);
    expect(last.tombstones.flags.size).toBeLessThan(HELD);
  });

  it('keeps the deleted keys that a hub has read from the database', () => {
    const hub = lastOf(
      historyOf(withTombstones(first(), 0, { flags: new Map([['old', 1]]), segments: new Map() })),
    );
    expect(hub.held.size).toBe(HELD);
    expect(hub.tombstones.flags.get('old')).toBe(1);
  });
});

it('a reader at a position before the oldest known deletions gets a snapshot', () => {
  const known = withTombstones(lastOf(historyOf(first())), 700, { flags: new Map(), segments: new Map() });
  const hub = [600, 700].map(positionAt).reduce(withHeldPosition, known);
  expect(standingOf(hub, positionAt(600))).toEqual({ kind: 'unknown' });
  expect(standingOf(hub, positionAt(700)).kind).toBe('delta');
});
