import { beforeEach, describe, expect, it } from 'vitest';
import type { RelaySnapshot, SdkKeyRecord } from '../../../shared/keys/sdk-key.ts';
import { silentLogger } from '../../../shared/logging/logger.ts';
import { createMemoryObjectStorage } from '../../../test/support/worker/memory-object-storage.ts';
import { createKeyRing } from '../../core/model/key-ring.ts';
import type { HeldRelay } from '../../core/state/edge-state.ts';
import {
  createDeliveries,
  createDeliveryList,
  type Deliveries,
  type DeliveryList,
  shareOf,
} from './deliveries.ts';

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

let list: DeliveryList;
let calls: string[];
let away: Set<string>;
let current: HeldRelay | undefined;
let deliveries: Deliveries;

function begin(): Deliveries {
  return createDeliveries({
    list,
    current: () => current,
    receiverOf: (id) => {
      const call = async (what: string) => {
        if (away.has(id)) throw new Error('out of reach');
        calls.push(`${id.slice(-1)} ${what}`);
      };
      return { serve: (position) => call(`serves ${position}`), erase: () => call('erases') };
    },
    logger: silentLogger,
  });
}

beforeEach(() => {
  [calls, away, current] = [[], new Set(), undefined];
  list = createDeliveryList(createMemoryObjectStorage().sql);
  deliveries = begin();
});

describe("deliveries to the environments' objects", () => {
  it('deliver each position once', async () => {
    current = relay('1-aa', A, B);
    await deliveries.deliver();
    await deliveries.deliver();
    current = relay('2-bb', A, B);
    await deliveries.deliver();
    expect(calls).toEqual(['a serves 1-aa', 'b serves 1-aa', 'a serves 2-bb', 'b serves 2-bb']);
  });

  it('reach an object that was away later, and the others meanwhile', async () => {
    current = relay('1-aa', A, B);
    away.add(A);
    await deliveries.deliver();
    expect(calls).toEqual(['b serves 1-aa']);
    away.clear();
    await deliveries.deliver();
    expect(calls).toEqual(['b serves 1-aa', 'a serves 1-aa']);
  });

  it('erase a removed environment, with retries, also after a restart', async () => {
    current = relay('1-aa', A, B);
    await deliveries.deliver();
    away.add(A);
    current = relay('2-bb', B);
    await deliveries.deliver();
    expect(list.entries().has(A)).toBe(true);
    away.clear();
    await begin().deliver();
    expect(calls.slice(2)).toEqual(['b serves 2-bb', 'a erases']);
    expect(list.entries()).toEqual(new Map([[B, '2-bb']]));
  });

  it('erase an object that has never confirmed a delivery', async () => {
    current = relay('1-aa', A);
    away.add(A);
    await deliveries.deliver();
    away.clear();
    current = relay('2-bb');
    await deliveries.deliver();
    expect(calls).toEqual(['a erases']);
  });

  it('erase every object once this edge holds no keys', async () => {
    current = relay('1-aa', A, B);
    await deliveries.deliver();
    current = undefined;
    await deliveries.deliver();
    expect(calls.slice(2)).toEqual(['a erases', 'b erases']);
  });

  it('include a change that comes during a delivery', async () => {
    current = relay('1-aa', A);
    const first = deliveries.deliver();
    current = relay('2-bb', A);
    await Promise.all([first, deliveries.deliver()]);
    expect(calls.at(-1)).toBe('a serves 2-bb');
  });

  it('contain only the keys of the environment, without their other environments', () => {
    const keys = [key('1', [A]), key('2', [B]), key('3', [A, B])];
    const share = shareOf({ ...relay('1-aa', A, B).snapshot, keys }, A);
    expect(share.environments.map(({ id }) => id)).toEqual([A]);
    expect(share.keys).toEqual([key('1', [A]), { ...key('3', [A, B]), environmentIds: [A] }]);
    expect(JSON.stringify(share)).not.toContain(B);
  });
});
