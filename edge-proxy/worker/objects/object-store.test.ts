import { beforeEach, describe, expect, it } from 'vitest';
import { applyDelta, replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import type { SnapshotData } from '../../../shared/sync/wire.ts';
import { keyRecord, NOW, OTHER, OWN } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import {
  createMemoryObjectStorage,
  type MemoryObjectStorage,
} from '../../../test/support/worker/memory-object-storage.ts';
import { createEdgeState, type EdgeState } from '../../core/state/edge-state.ts';
import { persistState, type StatePersistence } from '../../core/state/persistence/state-store.ts';
import { MIN_DELTA_BYTES, openEnvironmentStore, openRelayStore } from './object-store.ts';

const COMMITTED_AT = '2026-03-01T11:59:00.000Z';

let now: number;
let storage: MemoryObjectStorage;
let state: EdgeState;
let persistence: StatePersistence;

beforeEach(() => {
  now = NOW;
  storage = createMemoryObjectStorage();
});

const createState = () => createEdgeState({ now: () => now, keysMaxAgeMs: Number.POSITIVE_INFINITY });

function start(open: typeof openRelayStore): void {
  state = createState();
  persistence = persistState(state, open(storage));
}

/** The state of an object that starts with the current storage. */
function restart(open: typeof openRelayStore) {
  const restored = createState();
  return { restored, problem: open(storage).restore(restored, now) };
}

async function setRelay(position: string, ids: readonly string[] = [OWN]): Promise<void> {
  const environments = ids.map((id) => ({ id, key: 'production', name: '', privateAttributes: ['email'] }));
  const key = { ...(await keyRecord('server', 'own', ids)), id: OTHER };
  state.setRelay(position, { protocol: 1, projectId: OWN, environments, keys: [key] });
}

function setFlags(position: string, flagKeys: readonly string[]): void {
  const flags = flagKeys.map((key) => booleanFlag(key));
  const environment = { id: OWN, key: 'production' };
  const snapshot: SnapshotData = { protocol: 1, environment, flags, segments: [], committedAt: COMMITTED_AT };
  state.setFlags(OWN, replicaFromSnapshot(position, snapshot), undefined);
}

/** Changes one flag, as a delta of the upstream does. */
function change(to: string, key: string, seed = ''): void {
  const held = state.environment(OWN)?.replica;
  if (held === undefined) throw new Error('no flags are held');
  const version = Number(to.split('-')[0]);
  const rule = { id: OWN, priority: 1, conditions: [], serve: { rollout: { variations: [], seed } } };
  const flags = [booleanFlag(key, { version, rules: [rule] })];
  const deleted = { flags: [], segments: [] };
  const delta = { from: held.position, to, deleted, flags, segments: [], committedAt: COMMITTED_AT };
  const replica = applyDelta(held, delta);
  if (replica === null) throw new Error('the delta does not apply');
  state.setFlags(OWN, replica, delta);
}

const recordsOf = (table: string) => storage.rows(table)?.map(({ kind, id }) => `${kind} ${id}`);

describe('the store of an environment', () => {
  beforeEach(async () => {
    start(openEnvironmentStore);
    await setRelay('1-aa');
  });

  it('restores keys, flags and the positions that readers can resume from', () => {
    setFlags('5-aa', ['old']);
    change('6-bb', 'new');
    expect(recordsOf('flags_records')).toEqual(['snapshot 5-aa', 'delta 6-bb']);
    const { restored, problem } = restart(openEnvironmentStore);
    expect(problem).toBeUndefined();
    expect(restored.relay()?.snapshot).toEqual(state.relay()?.snapshot);
    expect(restored.environment(OWN)?.replica).toEqual(state.environment(OWN)?.replica);
  });

  it('replaces everything by a snapshot of the upstream', async () => {
    setFlags('5-aa', ['old']);
    change('6-bb', 'new');
    setFlags('7-cc', ['only']);
    await setRelay('2-bb');
    expect(recordsOf('flags_records')).toEqual(['snapshot 7-cc']);
    expect(recordsOf('relay_records')).toEqual(['snapshot 2-bb']);
    expect([...(restart(openEnvironmentStore).restored.environment(OWN)?.set.flags.keys() ?? [])]).toEqual([
      'only',
    ]);
  });

  it('writes a snapshot of its own once the deltas are larger than the last one', () => {
    setFlags('5-aa', ['old']);
    const large = 'x'.repeat(10_000);
    for (let version = 6; recordsOf('flags_records')?.length !== 1 || version === 6; version += 1) {
      expect(version).toBeLessThan(30);
      change(`${version}-aa`, 'new', large);
    }
    const replica = state.environment(OWN)?.replica;
    expect(replica?.held.size).toBeGreaterThan(MIN_DELTA_BYTES / 11_000);
    const { restored } = restart(openEnvironmentStore);
    expect(restored.environment(OWN)).toMatchObject({ position: replica?.position });
    expect(restored.environment(OWN)?.replica.flags).toEqual(replica?.flags);
  });

  it('restores up to the first record that cannot be applied', () => {
    setFlags('5-aa', ['old']);
    change('6-bb', 'new');
    change('7-cc', 'newer');
    storage.sql.exec('delete from flags_records');
    setFlags('5-aa', ['old']);
    change('7-cc', 'newer');
    const position = () => restart(openEnvironmentStore).restored.environment(OWN)?.position;
    expect(position()).toBe('7-cc');
    const [snapshot] = storage.rows('flags_records') ?? [];
    storage.sql.exec('delete from flags_records');
    const columns = Object.keys(snapshot ?? {}).join(', ');
    const insertion = `insert into flags_records (${columns}) values (?)`;
    storage.sql.exec(insertion, ...Object.values(snapshot ?? {}));
    expect(position()).toBe('5-aa');
  });

  it('reports why stored flags cannot be used, and restores the keys', () => {
    setFlags('5-aa', ['old']);
    storage.sql.exec('delete from flags_records');
    const data = new TextEncoder().encode('{"flags":');
    const insertion = 'insert into flags_records (record, part, parts, kind, id, data) values (?)';
    storage.sql.exec(insertion, 1, 0, 1, 'snapshot', '5-aa', data);
    const { restored, problem } = restart(openEnvironmentStore);
    expect(problem).toMatch(/malformed/);
    expect([restored.keys()?.size, restored.environment(OWN)]).toEqual([1, undefined]);
  });

  it('removes the flags of a removed environment, and everything when everything is erased', async () => {
    setFlags('5-aa', ['old']);
    await setRelay('2-bb', [OTHER]);
    expect(recordsOf('flags_records')).toEqual([]);
    state.eraseAll();
    expect(recordsOf('relay_records')).toEqual([]);
    expect(restart(openEnvironmentStore)).toMatchObject({ problem: undefined });
  });

  it('stores when the flags were last current, at most every ten seconds', () => {
    setFlags('5-aa', ['old']);
    const currentAsOf = () => restart(openEnvironmentStore).restored.environment(OWN)?.currentAsOf;
    now += 20_000;
    expect(currentAsOf()).toBe(NOW);
    state.confirmFlags(OWN, NOW + 9_999);
    persistence.storeAges();
    expect(currentAsOf()).toBe(NOW);
    state.confirmFlags(OWN, NOW + 10_000);
    persistence.storeAges();
    expect(currentAsOf()).toBe(NOW + 10_000);
    now = NOW - 1_000; // the clock was set back
    expect(currentAsOf()).toBe(NOW - 1_000);
  });
});

describe('the store of the object relay', () => {
  beforeEach(() => start(openRelayStore));

  it('restores keys, environments and when they were last current', async () => {
    await setRelay('1-aa', [OWN, OTHER]);
    now += 60_000;
    state.confirmRelay(NOW + 30_000);
    persistence.storeAges();
    const { restored } = restart(openRelayStore);
    expect(restored.relay()).toMatchObject({ position: '1-aa', currentAsOf: NOW + 30_000 });
    expect(restored.keys()?.size).toBe(1);
  });

  it('holds nothing after everything was erased', async () => {
    await setRelay('1-aa');
    state.eraseAll();
    expect(recordsOf('relay_records')).toEqual([]);
    expect(restart(openRelayStore).restored.relay()).toBeUndefined();
  });

  it('has no table for flags', () => {
    expect(storage.rows('flags_records')).toBeUndefined();
  });
});
