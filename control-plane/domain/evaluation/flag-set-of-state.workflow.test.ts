import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FlagSet } from '../../../shared/model/flag-set.ts';
import { toSnapshot } from '../../../shared/sync/replica.ts';
import { projectRequest } from '../../../test/support/control-plane/random-requests.ts';
import {
  createProject,
  startTestControlPlane,
  type TestControlPlane,
} from '../../../test/support/control-plane/test-control-plane.ts';
import { createFlagSetReader } from '../../store/flag-set/flag-set-reader.ts';
import { rebuildState } from '../history/rebuild-state.ts';
import { flagSetOfState } from './flag-set-of-state.ts';

let plane: TestControlPlane;
let sql: postgres.Sql;
beforeAll(async () => {
  plane = await startTestControlPlane();
  sql = postgres(plane.database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await plane.stop();
});

const withoutVersions = ({ flags, segments }: Pick<FlagSet, 'flags' | 'segments'>) => ({
  flags: new Map(flags.map(({ version: _, ...flag }) => [flag.key, flag])),
  segments: new Map(
    segments.map(({ version: _, included, excluded, ...segment }) => [
      segment.key,
      // Members are a set.
      { ...segment, included: [...included].sort(), excluded: [...excluded].sort() },
    ]),
  ),
});

it('is the flag set that readers get', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(projectRequest, { minLength: 20, maxLength: 40 }), async (requests) => {
      const projectId = await createProject(plane.api, ['production', 'staging']);
      for (const { method, path, body } of requests) {
        await plane.sendRaw(method, `/api/projects/${projectId}${path}`, body);
      }
      const { body } = await plane.request('GET', `/api/projects/${projectId}/environments/production`);
      const { change } = await createFlagSetReader(sql).read(body.id, null, []);
      if (change.kind !== 'replica') throw new Error(`expected everything, got ${change.kind}`);
      const state = await rebuildState(sql, { projectId });
      const made = flagSetOfState(state, { id: body.id, key: 'production' });
      expect(withoutVersions(made)).toEqual(withoutVersions(toSnapshot(change.replica)));
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
