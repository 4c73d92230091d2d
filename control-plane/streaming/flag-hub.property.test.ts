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
import { createStreamingCounters } from './streaming-counters.ts';

const change: fc.Arbitrary<ModelChange> = fc.record({
  kind: fc.constantFrom('flags', 'segments'),
  key: fc.constantFrom('a', 'b'),
  action: fc.constantFrom('set', 'archive', 'restore', 'delete'),
});
const edge = fc.constantFrom(0, 1);

/** Everything that can happen with a database, a hub, two edges and an SDK that connects to either edge. */
const step = fc.oneof(
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
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function createNetwork() {
  const clock = createManualClock();
  const environment = createModelEnvironment();
  const hub = createFlagHub('environment', {
    counters: createStreamingCounters(),
    clock,
    reader: createModelFlagSetReader(environment),
    onDeleted: () => {},
  });
  const onMoved = (from: Position | null, to: Position) => {
    const isOlder = from !== null && versionOf(to) <= versionOf(from);
    if (isOlder && environment.knows(from)) throw new Error(`a reader went back from ${from} to ${to}`);
  };
  const edges = [createModelEdge(clock, onMoved), createModelEdge(clock, onMoved)];
  const sdk = createModelReader({ onMoved });

  const connectEdge = async (reader: ModelReader) => {
    await hub.prepare(reader.replica?.position ?? null);
    reader.connect(hub.subscribe);
  };
  const advance = async (ms: number) => {
    for (let elapsed = 0; elapsed < ms; elapsed += 2_000) {
      clock.advance(2_000);
      if (!hub.confirm(environment.position, clock.now())) await hub.refresh();
    }
  };
  const run = async (event: Step): Promise<void> => {
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
        return sdk.connect(edges[event.edge]?.subscribe ?? (() => null));
      case 'SDK leaves':
        return sdk.disconnect();
      case 'backup restored':
        return environment.restoreBackup(event.versionsBack);
      case 'a minute passes':
        return advance(60_000);
    }
  };
  const settle = async () => {
    for (const { reader } of edges) await connectEdge(reader);
    sdk.connect(edges[0]?.subscribe ?? (() => null));
    await advance(120_000);
    hub.close();
    return [...edges.map(({ reader }) => reader.replica), sdk.replica];
  };
  return { environment, run, settle };
}

function sorted(snapshot: SnapshotData): SnapshotData {
  const byKey = <T extends { readonly key: string }>(items: readonly T[]) =>
    [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...snapshot, flags: byKey(snapshot.flags), segments: byKey(snapshot.segments) };
}

it('brings every reader to the same flags, also after a restored backup, and never moves a reader back otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), async (steps) => {
      const { environment, run, settle } = createNetwork();
      for (const event of steps) await run(event);
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
