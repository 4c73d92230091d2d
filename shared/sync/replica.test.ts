import { describe, expect, it } from 'vitest';
import { booleanFlag, flagSet, segment } from '../../test/support/flags.ts';
import {
  applyDelta,
  type Replica,
  replicaFromSnapshot,
  standingOf,
  toSnapshot,
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

/** Version 1 has flags a and b and segment s; version 2 deletes flag b and segment s; version 3 changes flag a and adds segment t. */
function short() {
  const { environment } = flagSet([]);
  const one = replicaFromSnapshot('1-t1', {
    protocol: SYNC_PROTOCOL,
    environment,
    flags: [booleanFlag('a'), booleanFlag('b')],
    segments: [segment('s')],
    committedAt,
  });
  const two = applyDelta(one, {
    from: '1-t1',
    to: '2-t2',
    deleted: { flags: ['b'], segments: ['s'] },
    flags: [],
    segments: [],
    committedAt,
  });
  const changed = { flags: [booleanFlag('a', { version: 3 })], segments: [segment('t', { version: 3 })] };
  const step = { from: '2-t2', to: '3-t3', deleted: { flags: [], segments: [] }, committedAt: 'later' };
  const three = two && applyDelta(two, { ...step, ...changed });
  if (two === null || three === null) throw new Error('A delta does not start at the position held.');
  return { environment, one, two, three, changed };
}

describe('a replica', () => {
  it('is at the position of its last delta, with what that has changed and deleted', () => {
    const { environment, three, changed } = short();
    expect(three.position).toBe('3-t3');
    expect(toSnapshot(three)).toEqual({
      protocol: SYNC_PROTOCOL,
      environment,
      flags: changed.flags,
      segments: changed.segments,
      committedAt: 'later',
    });
  });

  it('does not take a delta from another position', () => {
    const { one, two } = short();
    const delta = { from: '1-t1', to: '2-t2', deleted: { flags: [], segments: [] }, committedAt };
    expect(applyDelta(two, { ...delta, flags: [], segments: [] })).toBeNull();
    expect(applyDelta(one, { ...delta, from: '1-other', flags: [], segments: [] })).toBeNull();
  });

  it('shares what a delta does not change', () => {
    const { one } = short();
    const delta = { from: '1-t1', to: '2-t2', deleted: { flags: [], segments: ['s'] }, committedAt };
    const next = applyDelta(one, { ...delta, flags: [], segments: [] });
    expect(next?.flags).toBe(one.flags);
    expect(next?.tombstones.flags).toBe(one.tombstones.flags);
    const other = applyDelta(one, {
      ...delta,
      deleted: { flags: ['a'], segments: [] },
      flags: [],
      segments: [],
    });
    expect(other?.segments).toBe(one.segments);
  });

  it('forgets the deletion of a key that is created again', () => {
    const { two } = short();
    const delta = { from: '2-t2', to: '3-t3', deleted: { flags: [], segments: [] }, committedAt };
    const again = applyDelta(two, { ...delta, flags: [booleanFlag('b', { version: 3 })], segments: [] });
    expect([...(again?.tombstones.flags.keys() ?? [])]).toEqual([]);
    expect([...(again?.tombstones.segments.keys() ?? [])]).toEqual(['s']);
  });

  it.each([
    ['3-t3', 'current'],
    ['3-other', 'ahead'],
    ['4-t4', 'ahead'],
    ['2-other', 'unknown'],
    ['no position', 'unknown'],
  ])('says of the position %s: %s', (position, kind) => {
    expect(standingOf(short().three, position)).toEqual({ kind });
  });

  it('brings an older reader up to date with what it lacks, and nothing else', () => {
    const { three, changed } = short();
    const delta = { to: '3-t3', ...changed, committedAt: 'later' };
    expect(standingOf(three, '1-t1')).toEqual({
      kind: 'delta',
      delta: { ...delta, from: '1-t1', deleted: { flags: ['b'], segments: ['s'] } },
    });
    expect(standingOf(three, '2-t2')).toEqual({
      kind: 'delta',
      delta: { ...delta, from: '2-t2', deleted: { flags: [], segments: [] } },
    });
  });

  it('resumes also from positions of its history that the database knows', () => {
    const { three } = short();
    expect(withHeldPosition(three, '2-t2')).toBe(three);
    expect(withHeldPosition(three, '3-other')).toBe(three);
    expect(withHeldPosition(three, '4-t4')).toBe(three);
    const resumed = withHeldPosition(three, '2-other');
    expect(standingOf(resumed, '2-other').kind).toBe('delta');
    expect(standingOf(resumed, '2-t2')).toEqual({ kind: 'unknown' });
  });

  it('holds at most as many positions after one of the database was added', () => {
    const last = lastOf(historyOf(withTombstones(first(), 0, { flags: new Map(), segments: new Map() })));
    const more = withHeldPosition(last, positionAt(2));
    expect(more.held.size).toBe(HELD);
    expect(more.held.get(2)).toBe(positionAt(2));
  });
});

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
