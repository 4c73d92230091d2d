import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { evaluateAt } from './support/edge-client.ts';
import { eventually } from './support/eventually.ts';
import { createProcessGroup } from './support/processes.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningWorker,
  startControlPlane,
  startWorkerEdge,
} from './support/system.ts';

/** What a Worker's Durable Objects keep: more than a row of their storage takes, over restarts, and not for longer than they may. */
const group = createProcessGroup();
/** Together well beyond the two megabytes that a row of their storage holds. */
const LARGE_FLAGS = ['large-1', 'large-2', 'large-3', 'large-4', 'large-5'];
const LARGE_VARIATIONS = Array.from({ length: 10 }, (_, index) => ({
  key: `v${index}`,
  value: `large-${index}-${'€'.repeat(30_000)}`,
}));
let database: TestDatabase;
let controlPlane: RunningControlPlane;
let worker: RunningWorker;
let projectId: string;
let secret: string;

beforeAll(async () => {
  database = await createTestDatabase();
  controlPlane = await startControlPlane(group, { databaseUrl: database.url, adminToken: newAdminToken() });
  const { api } = controlPlane;
  ({ id: projectId } = await api.createProject('Shop'));
  await api.createEnvironment(projectId, 'production');
  ({ secret } = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' }));
  for (const key of LARGE_FLAGS) {
    const defaultValue = LARGE_VARIATIONS[3]?.value ?? '';
    await api.createFlag(projectId, { key, type: 'string', variations: LARGE_VARIATIONS, defaultValue });
  }
  const relay = await api.createKey(projectId, { kind: 'relay' });
  worker = await startWorkerEdge(group, { upstreamUrl: controlPlane.url, relayKey: relay.secret });
});

afterAll(async () => {
  await group.stopAll();
  await database?.drop();
});

it('answers from its storage after a restart, without its upstream', async () => {
  const ask = () => evaluateAt(worker.url, secret, { flagKeys: LARGE_FLAGS });
  const { api } = controlPlane;
  await api.configure(projectId, 'large-2', 'production', { enabled: true }); // a delta after the snapshot
  const before = await eventually('the change is answered with', async () => {
    const answer = await ask();
    return answer.body.flags?.['large-2']?.reason !== 'DISABLED' && answer;
  });
  expect(before.body.flags?.['large-5']).toMatchObject({ variationKey: 'v3', reason: 'DISABLED' });

  await controlPlane.process.kill();
  await worker.process.kill();
  await worker.process.start();
  const after = await ask();
  expect(after.status).toBe(200);
  expect(after.body).toEqual(before.body);
  expect(after.headers.get('flags-version')).toBe(before.headers.get('flags-version'));
});

it('erases an environment that was deleted while it was away', async () => {
  await controlPlane.process.start();
  expect(storedText(worker)).toContain(LARGE_FLAGS[0]);
  await worker.process.kill();
  await controlPlane.api.deleteEnvironment(projectId, 'production');
  await worker.process.start();
  await eventually('its key is refused', async () => {
    return (await evaluateAt(worker.url, secret, {})).status === 401;
  });
  await eventually('its flags are nowhere in storage', () => !storedText(worker).includes('large-'), 15_000);
});

/** Everything the objects have stored, as the files they are here. */
function storedText({ state }: RunningWorker): string {
  const files = readdirSync(join(state, 'v3', 'do'), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'))
    .join('');
}
