import { beforeEach, describe, expect, it } from 'vitest';
import type { DeltaData, SnapshotData } from '../../../../shared/sync/wire.ts';
import { NOW, OTHER, OWN } from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { createEdgeState, type EdgeState } from '../edge-state.ts';
import { restoreFlags, restoreRelay } from './restore-state.ts';
import type { StoredEvent } from './state-store.ts';

const COMMITTED_AT = '2026-03-01T11:59:00.000Z';

let state: EdgeState;

beforeEach(() => {
  state = createEdgeState({ now: () => NOW, keysMaxAgeMs: Number.POSITIVE_INFINITY });
});

function snapshot(id: string, environmentId = OWN): StoredEvent {
  const environment = { id: environmentId, key: 'production' };
  const flags = [booleanFlag('old')];
  const data: SnapshotData = { protocol: 1, environment, flags, segments: [], committedAt: COMMITTED_AT };
  return { kind: 'snapshot', id, data: JSON.stringify(data) };
}

function delta(from: string, to: string, key: string): StoredEvent {
  const data: DeltaData = {
    from,
    to,
    deleted: { flags: [], segments: [] },
    flags: [booleanFlag(key, { version: Number(to.split('-')[0]) })],
    segments: [],
    committedAt: COMMITTED_AT,
  };
  return { kind: 'delta', id: to, data: JSON.stringify(data) };
}

function relay(id: string | null): StoredEvent {
  const environments = [{ id: OWN, key: 'production', name: '', privateAttributes: [] }];
  return {
    kind: 'snapshot',
    id,
    data: JSON.stringify({ protocol: 1, projectId: OWN, environments, keys: [] }),
  };
}

const DAMAGED: StoredEvent = { kind: 'snapshot', id: '1-aa', data: '{"flags":' };

describe('a stored relay', () => {
  it('is restored with the moment when it was last current', () => {
    expect(restoreRelay(state, { events: [relay('3-aa')], currentAsOf: NOW - 5_000 }, NOW)).toBeUndefined();
    expect(state.relay()).toMatchObject({ position: '3-aa', currentAsOf: NOW - 5_000 });
  });

  it('counts as very old if that moment is not stored, and as current now if it lies in the future', () => {
    restoreRelay(state, { events: [relay('3-aa')], currentAsOf: undefined }, NOW);
    expect(state.relay()?.currentAsOf).toBe(0);
    restoreRelay(state, { events: [relay('3-aa')], currentAsOf: NOW + 5_000 }, NOW);
    expect(state.relay()?.currentAsOf).toBe(NOW);
  });

  it.each([
    ['nothing', [], /no snapshot/],
    ['a delta', [delta('1-aa', '2-bb', 'new')], /no snapshot/],
    ['no position', [relay(null)], /position/],
    ['damaged JSON', [DAMAGED], /malformed/],
  ])('is refused if it holds %s', (_, events, problem) => {
    expect(restoreRelay(state, { events, currentAsOf: NOW }, NOW)).toMatch(problem);
    expect(state.relay()).toBeUndefined();
  });
});

describe('stored flags', () => {
  const restore = (...events: readonly StoredEvent[]) =>
    restoreFlags(state, OWN, { events, currentAsOf: NOW - 5_000 }, NOW);

  beforeEach(() => {
    restoreRelay(state, { events: [relay('3-aa')], currentAsOf: NOW }, NOW);
  });

  it('are a snapshot and the deltas after it', () => {
    expect(
      restore(snapshot('1-aa'), delta('1-aa', '2-bb', 'new'), delta('2-bb', '3-cc', 'newer')),
    ).toBeUndefined();
    expect(state.environment(OWN)).toMatchObject({ position: '3-cc', currentAsOf: NOW - 5_000 });
    expect([...(state.environment(OWN)?.set.flags.keys() ?? [])]).toEqual(['old', 'new', 'newer']);
    expect([...(state.environment(OWN)?.replica.held.values() ?? [])]).toEqual(['1-aa', '2-bb', '3-cc']);
  });

  it('end at the first event that cannot be applied', () => {
    const last = delta('2-bb', '3-cc', 'newer');
    expect(restore(snapshot('1-aa'), last)).toBeUndefined();
    expect(state.environment(OWN)?.position).toBe('1-aa');
    expect(restore(snapshot('1-aa'), { ...last, data: '{' }, last)).toBeUndefined();
    expect(state.environment(OWN)?.position).toBe('1-aa');
  });

  it('count as current when they were committed, if nothing later is stored', () => {
    restoreFlags(state, OWN, { events: [snapshot('1-aa')], currentAsOf: undefined }, NOW);
    expect(state.environment(OWN)?.currentAsOf).toBe(Date.parse(COMMITTED_AT));
  });

  it.each([
    ['nothing', [], /no snapshot/],
    ['only a delta', [delta('1-aa', '2-bb', 'new')], /no snapshot/],
    ['damaged JSON', [DAMAGED], /malformed/],
    ['another environment', [snapshot('1-aa', OTHER)], /another environment/],
  ])('are refused if they hold %s', (_, events, problem) => {
    expect(restore(...events)).toMatch(problem);
    expect(state.environment(OWN)).toBeUndefined();
  });
});
