import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDelta } from '../../../shared/sync/reader/read-event-data.ts';
import {
  applyDelta,
  type Replica,
  standingOf,
  toSnapshot,
  withHeldPosition,
} from '../../../shared/sync/replica.ts';
import type { SnapshotData } from '../../../shared/sync/wire.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createFlagSetReader, type FlagSetReader } from './flag-set-reader.ts';

let fixture: TestControlPlane;
let sql: postgres.Sql;
let reader: FlagSetReader;
beforeAll(async () => {
  fixture = await startTestControlPlane();
  sql = postgres(fixture.database.url, { max: 4 });
  reader = createFlagSetReader(sql);
});
afterAll(async () => {
  await sql.end();
  await fixture.stop();
});

const key = fc.constantFrom('a', 'b');
/** Requests to the management API. Invalid ones are refused and change nothing. */
const call = fc.oneof(
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('flags'),
    body: key.map((k) => ({ key: k, name: k, type: 'boolean' })),
  }),
  fc.record({
    method: fc.constant('PATCH'),
    path: key.map((k) => `flags/${k}/environments/production`),
    body: fc.oneof(
      fc.record({ enabled: fc.boolean() }),
      fc.constant({ prerequisites: [{ flagKey: 'b', variations: ['on'] }] }),
    ),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: fc.tuple(key, fc.constantFrom('archive', 'restore')).map(([k, action]) => `flags/${k}/${action}`),
    body: fc.constant(undefined),
  }),
  fc.record({
    method: fc.constant('DELETE'),
    path: fc.tuple(fc.constantFrom('flags', 'segments'), key).map((parts) => parts.join('/')),
    body: fc.constant(undefined),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('segments'),
    body: key.map((k) => ({ key: k, name: k, included: ['u'], excluded: [], rules: [] })),
  }),
  fc.record({
    method: fc.constant('PATCH'),
    path: key.map((k) => `segments/${k}`),
    body: fc.record({ included: fc.array(fc.constantFrom('u', 'v'), { maxLength: 2 }) }),
  }),
);

async function readWhole(environmentId: string): Promise<Replica> {
  const { change } = await reader.read(environmentId, null, []);
  if (change.kind !== 'replica') throw new Error(`expected everything, got ${change.kind}`);
  return change.replica;
}

function sorted(snapshot: SnapshotData): SnapshotData {
  const byKey = <T extends { readonly key: string }>(items: readonly T[]) =>
    [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...snapshot, flags: byKey(snapshot.flags), segments: byKey(snapshot.segments) };
}

it('the changes since any position, applied to the state at that position, give the current state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 10, maxLength: 40, size: 'max' }), async (calls) => {
      const projectId = await createProject(fixture.api);
      const environments = await fixture.api('GET', `/api/projects/${projectId}/environments/production`);
      const environmentId: string = environments.body.id;
      let hub = await readWhole(environmentId);
      const held: Replica[] = [hub];
      for (const { method, path, body } of calls) {
        const { status } = await fixture.api(method, `/api/projects/${projectId}/${path}`, body);
        expect(status).toBeLessThan(500);
        const { change } = await reader.read(environmentId, hub.position, []);
        if (change.kind === 'unchanged') continue;
        if (change.kind !== 'delta') throw new Error(`expected a delta, got ${change.kind}`);
        expect(readDelta(JSON.stringify(change.delta))).toMatchObject({ ok: true });
        hub = applyDelta(hub, change.delta) ?? hub;
        held.push(hub);
      }
      const whole = await readWhole(environmentId);
      expect(sorted(toSnapshot(hub))).toEqual(sorted(toSnapshot(whole)));
      for (const earlier of held) {
        // Like a reader that reconnects to another control plane: its position is in the table, the changes are in memory.
        const { known } = await reader.read(environmentId, whole.position, [
          earlier.position,
          '1-0000000000000000',
        ]);
        expect(known).toContain(earlier.position);
        expect(known).not.toContain('1-0000000000000000');
        const standing = standingOf(withHeldPosition(whole, earlier.position), earlier.position);
        if (standing.kind === 'current') continue;
        if (standing.kind !== 'delta') throw new Error(`${earlier.position} is ${standing.kind}`);
        const caughtUp = applyDelta(earlier, standing.delta);
        expect(caughtUp && sorted(toSnapshot(caughtUp))).toEqual(sorted(toSnapshot(whole)));
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 60_000);
