import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  type StartEdge,
  startControlPlane,
  startNodeEdge,
  startWorkerEdge,
} from '../support/system.ts';
import { type Answers, expectListedAnswers, readAnswers } from './answers.ts';
import { type Content, createContent } from './content.ts';
import { positionAt } from './readings.ts';
import { createRecordingProxy, type RecordingProxy } from './recording-proxy.ts';
import { DIRECTIONS, type Release } from './releases.ts';

/** Where an edge keeps its state, by runtime: the variable that names the folder, and how the edge is started. */
const RUNTIMES: readonly {
  readonly kept: string;
  readonly part: 'edge' | 'worker';
  readonly variable: string;
  readonly startEdge: StartEdge;
}[] = [
  {
    kept: 'the state files of an edge on Node',
    part: 'edge',
    variable: 'STATE_DIR',
    startEdge: startNodeEdge,
  },
  { kept: 'the storage of a Worker', part: 'worker', variable: 'WORKER_STATE', startEdge: startWorkerEdge },
];

const SCENARIOS = DIRECTIONS.flatMap((direction) =>
  RUNTIMES.map((runtime) => ({ ...direction, ...runtime })),
);

describe.each(SCENARIOS)('$name: $kept', ({ from, to, part, variable, startEdge }) => {
  const group = createProcessGroup();
  const folder = mkdtempSync(join(tmpdir(), 'sf-upgrade-'));
  let database: TestDatabase;
  let redis: RedisServer;
  let proxy: RecordingProxy;
  let controlPlane: RunningControlPlane;
  /** Runs on `folder`, with `proxy` as its upstream. */
  let edge: RunningServer;
  let content: Content;
  let before: Answers;

  const startOn = async (release: Release) => {
    edge = await startEdge(group, {
      name: `edge of the ${release.name} release`,
      ...release[part],
      upstreamUrl: proxy.url,
      relayKey: content.keys.relay,
      env: { METRICS_PORT: '0', [variable]: folder },
    });
  };

  beforeAll(async () => {
    [database, redis, proxy] = await Promise.all([
      createTestDatabase(),
      startRedisServer(),
      createRecordingProxy(),
    ]);
    controlPlane = await startControlPlane(group, {
      ...from.controlPlane,
      databaseUrl: database.url,
      redisUrl: redis.url,
      adminToken: newAdminToken(),
    });
    content = await createContent(controlPlane.api);
    await proxy.forwardTo(controlPlane.url);
    await startOn(from);
    await expectListedAnswers(edge.url, content.keys);
    before = await readAnswers(edge.url, content.keys);
  });
  afterAll(async () => {
    await group.stopAll();
    await proxy?.close();
    await redis?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what the next release answers from while its upstream is away', async () => {
    await edge.process.stop();
    const stoppedAtMs = Date.now();
    await proxy.close();
    await startOn(to);
    await expectListedAnswers(edge.url, content.keys);
    expect(await readAnswers(edge.url, content.keys)).toEqual(before);
    const { headers } = await evaluateAt(edge.url, content.keys.server, {});
    expect(Number(headers.get('flags-age'))).toBeGreaterThanOrEqual(
      Math.floor((Date.now() - stoppedAtMs) / 1000),
    );
    expect(edge.process.output()).not.toContain('"level":"error"');
  });

  it('is the state that it resumes from: it needs no snapshot, only later changes', async () => {
    await proxy.forwardTo(controlPlane.url);
    await eventually('the edge has its streams', () => proxy.streams().length === 3, 20_000);
    const { api } = controlPlane;
    await api.configure(content.projectId, 'new-checkout', 'production', { enabled: false });
    const ask = () => evaluateAt(edge.url, content.keys.server, { flagKey: 'new-checkout' });
    await eventually('the change arrives', async () => (await ask()).body.reason === 'DISABLED');
    for (const { lastEventId } of proxy.streams()) expect(lastEventId).toMatch(/^\d+-\w+$/);
    const told = proxy.streams().flatMap(({ events }) => events);
    expect(told).toEqual([{ event: 'delta', id: await positionAt(controlPlane, content) }]);
  });

  it('can be downgraded: the first release answers from what the second has stored', async () => {
    const { api } = controlPlane;
    const { keys, projectId } = content;
    await api.archiveFlag(projectId, 'banner');
    await api.revokeKey(projectId, keys.toRevoke.id);
    const position = await positionAt(controlPlane, content);
    await eventually('the edge is up to date', async () => {
      const { status } = await evaluateAt(edge.url, keys.toRevoke.secret, {});
      const { headers } = await evaluateAt(edge.url, keys.server, {});
      return status === 401 && headers.get('flags-version') === position;
    });
    const changed = await readAnswers(edge.url, keys);
    await edge.process.stop();
    await proxy.close();

    await startOn(from);
    expect(await readAnswers(edge.url, keys)).toEqual(changed);
    expect((await evaluateAt(edge.url, keys.toRevoke.secret, {})).status).toBe(401);
    expect(edge.process.output()).not.toContain('"level":"error"');
    expect(changed).not.toEqual(before);
  });
});
