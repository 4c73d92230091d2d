import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditLog } from '../../control-plane/domain/audit/verify-audit-log.ts';
import { diffStates } from '../../control-plane/domain/change-set/diff-states.ts';
import { rebuildState } from '../../control-plane/domain/history/rebuild-state.ts';
import type { DeltaData } from '../../shared/sync/wire.ts';
import { readProjectTables } from '../support/control-plane/project-tables.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { openStream, type SseClient, type SseEvent } from '../support/sse-client.ts';
import { newAdminToken, type RunningControlPlane, type RunningServer } from '../support/system.ts';
import { expectListedAnswers, readAnswers } from './answers.ts';
import { type Content, createContent } from './content.ts';
import { positionAt, readControlPlane } from './readings.ts';
import { createRecordingProxy, type RecordingProxy } from './recording-proxy.ts';
import { startReleaseControlPlane, startReleaseEdge } from './release-processes.ts';
import { DIRECTIONS, type Release } from './releases.ts';

/** How long a change may take to arrive while Redis is up. */
const CHANGE_WITHIN_MS = 1_000;

/** Control planes of two releases, one after the other and together, on one database and one Redis. */
describe.each(DIRECTIONS)('$name: the database', ({ from, to }) => {
  const group = createProcessGroup();
  const adminToken = newAdminToken();
  let database: TestDatabase;
  let redis: RedisServer;
  let proxy: RecordingProxy;
  /** Of release `from`; runs all the time, with `proxy` as its upstream. */
  let edge: RunningServer;
  let first: RunningControlPlane;
  let second: RunningControlPlane;
  let content: Content;
  /** Position of `production` before the changes that `beforeAll` ends with. */
  let earlier: string;

  const start = (release: Release) =>
    startReleaseControlPlane(group, release, {
      databaseUrl: database.url,
      redisUrl: redis.url,
      adminToken,
    });
  const startEdge = (release: Release, upstreamUrl: string) =>
    startReleaseEdge(group, release, { upstreamUrl, relayKey: content.keys.relay });
  /** Puts a control plane behind the edge, and waits until the edge follows it. */
  const putBehindEdge = async ({ url }: RunningServer) => {
    await proxy.forwardTo(url);
    await eventually('the edge has its streams', () => proxy.streams().length === 3, 20_000);
  };
  const readAll = async (controlPlane: RunningControlPlane) => ({
    told: await readControlPlane(controlPlane, content),
    answers: await readAnswers(edge.url, content.keys),
  });
  let before: Awaited<ReturnType<typeof readAll>>;

  beforeAll(async () => {
    [database, redis, proxy] = await Promise.all([
      createTestDatabase(),
      startRedisServer(),
      createRecordingProxy(),
    ]);
    first = await start(from);
    content = await createContent(first.api);
    earlier = await positionAt(first, content);
    await first.api.createFlag(content.projectId, { key: 'short-lived' });
    await first.api.deleteFlag(content.projectId, 'short-lived');
    await proxy.forwardTo(first.url);
    edge = await startEdge(from, proxy.url);
    await expectListedAnswers(edge.url, content.keys);
    before = await readAll(first);
  });
  afterAll(async () => {
    await group.stopAll();
    await proxy?.close();
    await redis?.stop();
    await database?.drop();
  });

  it('keeps flags, segments, keys, audit log, versions and tokens, and what edges make of them', async () => {
    second = await start(to);
    await putBehindEdge(second);
    expect(await readAll(second)).toEqual(before);

    const newEdge = await startEdge(to, second.url);
    await expectListedAnswers(newEdge.url, content.keys);
    expect(await readAnswers(newEdge.url, content.keys)).toEqual(before.answers);
    expect(await newEdge.process.stop()).toBe(0);
  });

  it('sends a connected edge no snapshot, only what changes from then on', async () => {
    await second.api.configure(content.projectId, 'new-checkout', 'production', { enabled: false });
    const ask = () => evaluateAt(edge.url, content.keys.server, { flagKey: 'new-checkout' });
    await eventually(
      'the change arrives',
      async () => (await ask()).body.reason === 'DISABLED',
      CHANGE_WITHIN_MS,
    );
    for (const { lastEventId } of proxy.streams()) expect(lastEventId).toMatch(/^\d+-\w+$/);
    const told = proxy.streams().flatMap(({ events }) => events);
    expect(told).toEqual([{ event: 'delta', id: await positionAt(second, content) }]);
  });

  it('answers an earlier position with one delta, deletions included', async () => {
    const stream = await openStream(`${second.url}/stream`, {
      key: content.keys.server,
      lastEventId: earlier,
    });
    const delta = deltaOf(await stream.until('an event', () => true));
    stream.close();
    expect(delta.from).toBe(earlier);
    expect(delta.flags.map(({ key }) => key)).toEqual(['new-checkout']);
    expect(delta.deleted.flags).toEqual(['short-lived']);
  });

  it('accepts changes at both releases while both run, and each sends those of the other at once', async () => {
    const { keys, projectId } = content;
    const open = ({ url }: RunningServer) => openStream(`${url}/stream`, { key: keys.server });
    const [atFirst, atSecond] = await Promise.all([open(first), open(second)]);
    for (const [at, other, included] of [
      [second, atFirst, ['bob']],
      [first, atSecond, ['bob', 'zoe']],
    ] as const) {
      await other.until('a snapshot', ({ event }) => event === 'snapshot');
      await at.api.updateSegment(projectId, 'staff', { included });
      await untilTold(other, ({ segments }) =>
        segments.some((segment) => segment.included.length === included.length),
      );
    }
    for (const stream of [atFirst, atSecond]) stream.close();
    expect(await positionAt(second, content)).toBe(await positionAt(first, content));
  });

  it('has a complete history after one change by this release, whatever the base release wrote beside it', async () => {
    const { projectId } = content;
    const [base, current] = from.name === 'base' ? [first.api, second.api] : [second.api, first.api];
    await current.createFlag(projectId, { key: 'of-both' });
    await base.configure(projectId, 'of-both', 'production', { enabled: true });
    await base.createFlag(projectId, { key: 'of-base' });
    await base.archiveFlag(projectId, 'of-base');
    await base.createSegment(projectId, { key: 'of-base', included: ['ada'] });
    await current.updateSegment(projectId, 'staff', { included: ['bob', 'zoe', 'eve'] });

    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    const tables = await readProjectTables(sql, projectId);
    expect(tables.flags.get('of-base')).toMatchObject({ archived: true });
    expect(diffStates(await rebuildState(sql, { projectId }), tables)).toEqual([]);
    expect((await verifyAuditLog(sql)).faults).toEqual([]);
    await sql.end();
    expect(await first.process.stop()).toBe(0);
  });

  it('can be downgraded: the first release reads all that the second has written', async () => {
    const { keys, projectId } = content;
    const { api } = second;
    await api.createFlag(projectId, { key: 'written-last', clientSide: true });
    await api.configure(projectId, 'written-last', 'production', { enabled: true });
    await api.restoreFlag(projectId, 'archived');
    await api.archiveFlag(projectId, 'banner');
    await api.revokeKey(projectId, keys.toRevoke.id);
    const position = await positionAt(second, content);
    await eventually('the edge is up to date', async () => {
      return (await evaluateAt(edge.url, keys.server, {})).headers.get('flags-version') === position;
    });
    const changed = await readAll(second);

    const again = await start(from);
    await putBehindEdge(again);
    expect(await second.process.stop()).toBe(0);
    expect(await readAll(again)).toEqual(changed);
    expect(proxy.streams().flatMap(({ events }) => events)).toEqual([]);
    expect((await evaluateAt(edge.url, keys.toRevoke.secret, {})).status).toBe(401);
    const { body } = await evaluateAt(edge.url, keys.client, { flagKey: 'written-last' });
    expect(body).toMatchObject({ value: true, variationKey: 'on', reason: 'STATIC' });
  });
});

function deltaOf({ event, data }: SseEvent): DeltaData {
  expect(event).toBe('delta');
  return JSON.parse(data);
}

async function untilTold(stream: SseClient, is: (delta: DeltaData) => boolean): Promise<void> {
  const isTold = (event: SseEvent) => event.event === 'delta' && is(deltaOf(event));
  await stream.until('the change', isTold, CHANGE_WITHIN_MS);
}
