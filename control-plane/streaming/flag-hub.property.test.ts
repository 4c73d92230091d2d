import fc from 'fast-check';
import { expect, it } from 'vitest';
import { versionOf } from '../../shared/sync/position.ts';
import { type Replica, toSnapshot } from '../../shared/sync/replica.ts';
import type { Position, SnapshotData } from '../../shared/sync/wire.ts';
import {
  createModelEdge,
  createModelFlagSetReader,
  createModelReader,
  type ModelReader,
} from '../../test/support/control-plane/model-network.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createModelEnvironment, type ModelChange } from '../../test/support/sync/model-environment.ts';
import { createFlagHub } from './flag-hub.ts';

const change: fc.Arbitrary<ModelChange> = fc.record({
  kind: fc.constantFrom('flags', 'segments'),
  key: fc.constantFrom('a', 'b'),
  action: fc.constantFrom('set', 'archive', 'restore', 'delete'),
});
const edge = fc.constantFrom(0, 1);

/** Everything that can happen between a database, a hub, two edges and an SDK that wanders between them. */
const turn = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('change'),
      changes: fc.array(change, { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('hub reads') }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('edge connects'), edge }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('edge loses its upstream'), edge }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('SDK connects'), edge }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('SDK leaves') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('backup restored'),
      versionsBack: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('a minute passes') }) },
);
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

function createNetwork() {
  const clock = createManualClock();
  const environment = createModelEnvironment();
  const hub = createFlagHub('the one', {
    clock,
    reader: createModelFlagSetReader(environment),
    onGone: () => {},
  });
  const onMoved = (from: Position | null, to: Position) => {
    const back = from !== null && versionOf(to) <= versionOf(from);
    if (back && environment.knows(from)) throw new Error(`taken back in time from ${from} to ${to}`);
  };
  const edges = [createModelEdge(clock, onMoved), createModelEdge(clock, onMoved)];
  const sdk = createModelReader({ onMoved });

  const connectEdge = async (reader: ModelReader) => {
    await hub.prepare(reader.replica?.position ?? null);
    reader.connect(hub.subscribe);
  };
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 2_000) {
      clock.advance(2_000);
      if (!hub.confirm(environment.position, clock.now())) await hub.refresh();
    }
  };
  const take = async (event: Turn): Promise<void> => {
    switch (event.type) {
      case 'change':
        return environment.change(event.changes);
      case 'hub reads':
        return hub.refresh();
      case 'edge connects': {
        const reader = edges[event.edge]?.reader;
        return reader && connectEdge(reader);
      }
      case 'edge loses its upstream':
        return edges[event.edge]?.reader.disconnect();
      case 'SDK connects':
        return sdk.connect(edges[event.edge]?.letIn ?? (() => null));
      case 'SDK leaves':
        return sdk.disconnect();
      case 'backup restored':
        return environment.restoreBackup(event.versionsBack);
      case 'a minute passes':
        return pass(60_000);
    }
  };
  const settle = async () => {
    for (const { reader } of edges) await connectEdge(reader);
    sdk.connect(edges[0]?.letIn ?? (() => null));
    await pass(120_000);
    hub.close();
    return [...edges.map(({ reader }) => reader.replica), sdk.replica];
  };
  return { environment, take, settle };
}

function sorted(snapshot: SnapshotData): SnapshotData {
  const byKey = <T extends { readonly key: string }>(items: readonly T[]) =>
    [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...snapshot, flags: byKey(snapshot.flags), segments: byKey(snapshot.segments) };
}

it('brings everybody to the same flags, restored backups included, and takes nobody else back in time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 40, size: 'max' }), async (turns) => {
      const { environment, take, settle } = createNetwork();
      for (const event of turns) await take(event);
      for (const replica of await settle()) {
        expect(replica?.position).toBe(environment.position);
        expect(replica && sorted(toSnapshot(replica satisfies Replica))).toEqual(
          sorted(environment.snapshot()),
        );
      }
    }),
    { numRuns: 300 },
  );
}, 30_000);
