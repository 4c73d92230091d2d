import { beforeEach, describe, expect, it } from 'vitest';
import type { RelaySnapshot, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { createKeyRing } from '../../core/model/key-ring.ts';
import type { HeldRelay } from '../../core/state/edge-state.ts';
import { createDeliveries, type Deliveries, shareOf } from './deliveries.ts';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';

function environment(id: string) {
  return { id, key: id.slice(-1), name: '', privateAttributes: [] };
}

function key(id: string, environmentIds: readonly string[]): SdkKeyRecord {
  return { id, kind: 'server', hash: id.repeat(64), environmentIds, expiresAt: null };
}

function relay(position: string, ...ids: string[]): HeldRelay {
  const snapshot: RelaySnapshot = {
    protocol: 1,
    projectId: '',
    environments: ids.map(environment),
    keys: [],
  };
  return { position, snapshot, ring: createKeyRing([]), currentAsOf: 0 };
}

let list: Map<string, string | null>;
let told: string[];
let away: Set<string>;
let current: HeldRelay | undefined;
let deliveries: Deliveries;

function begin(): Deliveries {
  return createDeliveries({
    list: {
      entries: () => new Map(list),
      put: (id, confirmed) => list.set(id, confirmed),
      remove: (id) => list.delete(id),
    },
    current: () => current,
    receiverOf: (id) => {
      const call = async (what: string) => {
        if (away.has(id)) throw new Error('out of reach');
        told.push(`${id.slice(-1)} ${what}`);
      };
      return { serve: (position) => call(`serves ${position}`), erase: () => call('erases') };
    },
    logger: silentLogger,
  });
}

beforeEach(() => {
  [list, told, away, current] = [new Map(), [], new Set(), undefined];
  deliveries = begin();
});

describe("what environments' objects are told", () => {
  it('is each position once', async () => {
    current = relay('1-aa', A, B);
    await deliveries.deliver();
    await deliveries.deliver();
    current = relay('2-bb', A, B);
    await deliveries.deliver();
    expect(told).toEqual(['a serves 1-aa', 'b serves 1-aa', 'a serves 2-bb', 'b serves 2-bb']);
  });

  it('is told later to an object that is out of reach, and meanwhile to the others', async () => {
    current = relay('1-aa', A, B);
    away.add(A);
    await deliveries.deliver();
    expect(told).toEqual(['b serves 1-aa']);
    away.clear();
    await deliveries.deliver();
    expect(told).toEqual(['b serves 1-aa', 'a serves 1-aa']);
  });

  it('erases an environment that is gone, as often as it takes, also after a restart', async () => {
    current = relay('1-aa', A, B);
    await deliveries.deliver();
    away.add(A);
    current = relay('2-bb', B);
    await deliveries.deliver();
    expect(list.has(A)).toBe(true);
    away.clear();
    await begin().deliver();
    expect(told.slice(2)).toEqual(['b serves 2-bb', 'a erases']);
    expect([...list.keys()]).toEqual([B]);
  });

  it('erases an object that may have been told though it never confirmed', async () => {
    current = relay('1-aa', A);
    away.add(A);
    await deliveries.deliver();
    away.clear();
    current = relay('2-bb');
    await deliveries.deliver();
    expect(told).toEqual(['a erases']);
  });

  it('erases everything once nothing is known any more', async () => {
    current = relay('1-aa', A, B);
    await deliveries.deliver();
    current = undefined;
    await deliveries.deliver();
    expect(told.slice(2)).toEqual(['a erases', 'b erases']);
  });

  it('takes in a change that comes while others are being told', async () => {
    current = relay('1-aa', A);
    const first = deliveries.deliver();
    current = relay('2-bb', A);
    await Promise.all([first, deliveries.deliver()]);
    expect(told.at(-1)).toBe('a serves 2-bb');
  });

  it('holds the keys that open the environment, and of them no other environment', () => {
    const keys = [key('1', [A]), key('2', [B]), key('3', [A, B])];
    const share = shareOf({ ...relay('1-aa', A, B).snapshot, keys }, A);
    expect(share.environments.map(({ id }) => id)).toEqual([A]);
    expect(share.keys).toEqual([key('1', [A]), { ...key('3', [A, B]), environmentIds: [A] }]);
    expect(JSON.stringify(share)).not.toContain(B);
  });
});
