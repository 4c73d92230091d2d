import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createModelEnvironment, type ModelChange } from '../../test/support/sync/model-environment.ts';
import { flagChannel } from './reader/channel.ts';
import { applyDelta, type Replica, replicaFromSnapshot, standingOf, toSnapshot } from './replica.ts';
import type { DeltaData, SnapshotData } from './wire.ts';

const change: fc.Arbitrary<ModelChange> = fc.record({
  kind: fc.constantFrom('flags', 'segments'),
  key: fc.constantFrom('a', 'b', 'c'),
  action: fc.constantFrom('set', 'set', 'archive', 'restore', 'delete'),
});
/** Transactions, each with the changes that share its version. */
const history = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 14,
  size: 'max',
});

/** With its items in the order of their keys. */
function sorted(snapshot: SnapshotData): SnapshotData {
  const byKey = <T extends { readonly key: string }>(items: readonly T[]) =>
    [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...snapshot, flags: byKey(snapshot.flags), segments: byKey(snapshot.segments) };
}

/** The delta as a reader gets it: serialized, parsed and checked. */
function overTheWire(delta: DeltaData): DeltaData {
  const message = flagChannel.read({ event: 'delta', id: delta.to, data: JSON.stringify(delta) });
  if (message?.type !== 'delta') throw new Error(`not a valid delta: ${JSON.stringify(message)}`);
  return message.data;
}

/** Brings a replica from its position to that of `ahead`. */
function catchUp(behind: Replica, ahead: Replica): Replica {
  const standing = standingOf(ahead, behind.position);
  if (standing.kind === 'current') return behind;
  if (standing.kind !== 'delta')
    throw new Error(`${behind.position} is ${standing.kind} in comparison with ${ahead.position}`);
  const next = applyDelta(behind, overTheWire(standing.delta));
  if (next === null) throw new Error('a gap');
  return next;
}

function step(replica: Replica, delta: DeltaData | null): Replica {
  const next = delta === null ? replica : applyDelta(replica, overTheWire(delta));
  if (next === null) throw new Error('a gap');
  return next;
}

describe('snapshot plus deltas', () => {
  it('equal a fresh snapshot, after every transaction, from every earlier position', () => {
    fc.assert(
      fc.property(history, (transactions) => {
        const environment = createModelEnvironment();
        let hub = environment.replica();
        const held: Replica[] = [hub];
        for (const changes of transactions) {
          environment.change(changes);
          hub = step(hub, environment.changedSince(hub.position));
          for (const earlier of held) {
            expect(sorted(toSnapshot(catchUp(earlier, hub)))).toEqual(sorted(environment.snapshot()));
          }
          held.push(hub);
        }
      }),
    );
  });

  it('equal it too through a hub, an edge and an SDK that each miss some of the changes', () => {
    const turns = fc.array(
      fc.record({
        changes: fc.array(change, { minLength: 1, maxLength: 3 }),
        hubReads: fc.boolean(),
        edgeReads: fc.boolean(),
        sdkReads: fc.boolean(),
      }),
      { minLength: 1, maxLength: 14, size: 'max' },
    );
    fc.assert(
      fc.property(turns, (all) => {
        const environment = createModelEnvironment();
        let hub = environment.replica();
        let edge = replicaFromSnapshot(hub.position, toSnapshot(hub));
        let sdk = replicaFromSnapshot(edge.position, toSnapshot(edge));
        for (const { changes, hubReads, edgeReads, sdkReads } of all) {
          environment.change(changes);
          if (hubReads) hub = step(hub, environment.changedSince(hub.position));
          if (edgeReads) edge = catchUp(edge, hub);
          if (sdkReads) sdk = catchUp(sdk, edge);
        }
        hub = step(hub, environment.changedSince(hub.position));
        edge = catchUp(edge, hub);
        sdk = catchUp(sdk, edge);
        expect(sorted(toSnapshot(sdk))).toEqual(sorted(environment.snapshot()));
      }),
    );
  });
});
