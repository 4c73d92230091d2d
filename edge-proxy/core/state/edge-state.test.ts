import { beforeEach, describe, expect, it } from 'vitest';
import type { RelaySnapshot } from '../../../shared/keys/sdk-key.ts';
import type { Flag } from '../../../shared/model/flag-set.ts';
import { applyDelta, type Replica, replicaFromSnapshot } from '../../../shared/sync/replica.ts';
import { OTHER, OWN } from '../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../test/support/flags.ts';
import { createEdgeState, type EdgeState } from './edge-state.ts';

let now: number;
let state: EdgeState;
let heard: string[];

beforeEach(() => {
  now = 1_000;
  heard = [];
  state = createEdgeState({ now: () => now, keysMaxAgeMs: 60_000 });
  state.listen({
    relayChanged: ({ position }) => heard.push(`relay ${position}`),
    flagsChanged: ({ position }, delta) =>
      heard.push(`${delta === undefined ? 'snapshot' : 'delta'} ${position}`),
    flagsErased: (id) => heard.push(`erased ${id}`),
    everythingErased: () => heard.push('erased everything'),
  });
  state.setRelay('1-aa', relayOf([OWN]));
});

function relayOf(ids: readonly string[]): RelaySnapshot {
  const environments = ids.map((id) => ({ id, key: 'production', name: '', privateAttributes: [] }));
  return { protocol: 1, projectId: '', environments, keys: [] };
}

function replicaOf(position: string, flags: readonly Flag[]): Replica {
  const environment = { id: OWN, key: 'production' };
  return replicaFromSnapshot(position, { protocol: 1, environment, flags, segments: [], committedAt: '' });
}

describe('what an edge holds', () => {
  it('is replaced whole: who asked before a change keeps what he got', () => {
    state.setFlags(OWN, replicaOf('5-aa', [booleanFlag('a'), booleanFlag('b')]), undefined);
    const before = state.environment(OWN);
    if (before === undefined) throw new Error('nothing is held');
    const changes = { deleted: { flags: ['a'], segments: [] }, flags: [booleanFlag('c', { version: 6 })] };
    const delta = { from: '5-aa', to: '6-bb', ...changes, segments: [], committedAt: '' };
    const replica = applyDelta(before.replica, delta);
    if (replica === null) throw new Error('the delta does not apply');
    state.setFlags(OWN, replica, delta);
    expect([...before.set.flags.keys()]).toEqual(['a', 'b']);
    expect([...(state.environment(OWN)?.set.flags.keys() ?? [])]).toEqual(['b', 'c']);
    expect(heard).toEqual(['relay 1-aa', 'snapshot 5-aa', 'delta 6-bb']);
  });

  it('is compiled anew where a delta does not start from what is held', () => {
    state.setFlags(OWN, replicaOf('5-aa', [booleanFlag('a')]), undefined);
    const delta = {
      from: '4-xx',
      to: '6-bb',
      deleted: { flags: [], segments: [] },
      flags: [booleanFlag('b', { version: 6 })],
      segments: [],
      committedAt: '',
    };
    state.setFlags(OWN, replicaOf('6-bb', delta.flags), delta);
    expect([...(state.environment(OWN)?.set.flags.keys() ?? [])]).toEqual(['b']);
  });

  it('has no flags of an environment that the relay has not named', () => {
    state.setFlags(OTHER, replicaOf('5-aa', []), undefined);
    expect(state.environment(OTHER)).toBeUndefined();
    expect(heard).toEqual(['relay 1-aa']);
  });

  it('is erased with its environment, before listeners get the new keys', () => {
    state.setFlags(OWN, replicaOf('5-aa', []), undefined);
    state.setRelay('2-bb', relayOf([OTHER]));
    expect(state.environment(OWN)).toBeUndefined();
    expect(state.readiness().environments).toEqual([
      { id: OTHER, key: 'production', position: null, currentAsOf: null },
    ]);
    expect(heard.slice(-2)).toEqual([`erased ${OWN}`, 'relay 2-bb']);
  });

  it('is as old as the upstream says, in both directions', () => {
    state.setFlags(OWN, replicaOf('5-aa', []), undefined);
    expect(state.environment(OWN)?.currentAsOf).toBe(1_000);
    state.confirmFlags(OWN, 400);
    expect(state.environment(OWN)?.currentAsOf).toBe(400);
    now = 9_000;
    state.confirmFlags(OWN, 8_000);
    expect(state.environment(OWN)).toMatchObject({ currentAsOf: 8_000, position: '5-aa' });
  });

  it('trusts its keys until they are too old, and again once they are confirmed', () => {
    now = 61_000;
    expect(state.keys()).toBeDefined();
    now = 61_001;
    expect(state.keys()).toBeUndefined();
    state.confirmRelay(61_000);
    expect(state.keys()).toBeDefined();
  });
});
