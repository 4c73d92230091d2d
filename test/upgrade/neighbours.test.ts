import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkAt, singleAt } from '../contract/ofrep-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { openStream } from '../support/sse-client.ts';
import {
  newAdminToken,
  type RunningControlPlane,
  type RunningServer,
  type StartEdge,
  startControlPlane,
  startNodeEdge,
  startWorkerEdge,
} from '../support/system.ts';
import { expectListedAnswers, readAnswers } from './answers.ts';
import { type Content, createContent } from './content.ts';
import { type EventStore, openEventStore } from './event-store.ts';
import {
  evaluateSingly,
  newEvents,
  postEvents,
  SINGLE_EVALUATIONS_COUNT,
  storedEvaluations,
} from './events.ts';
import { CONTEXTS } from './flag-cases.ts';
import { readSnapshots } from './readings.ts';
import { NEIGHBOURS, type Release } from './releases.ts';

/** An edge, and how long a change may take to arrive there. */
interface Neighbour extends RunningServer {
  readonly name: string;
  readonly withinMs: number;
}

/**
 * One control plane and edges of another release: one sends its events to Redis, one to the control plane, one runs on
 * Workers. One more edge, of the control plane's release, is chained behind the second.
 */
describe.each(NEIGHBOURS)(
  'edges of the $edge.name release on a control plane of the $controlPlane.name release',
  (pair) => {
    const group = createProcessGroup();
    let database: TestDatabase;
    let redis: RedisServer;
    let store: EventStore;
    let controlPlane: RunningControlPlane;
    let edges: readonly Neighbour[];
    let content: Content;

    /** Does the same at every edge, at the same time. */
    const atEachEdge = <T>(run: (edge: Neighbour) => Promise<T>) => Promise.all(edges.map(run));

    beforeAll(async () => {
      [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
      store = openEventStore(database.url, redis.url);
      controlPlane = await startControlPlane(group, {
        ...pair.controlPlane.controlPlane,
        databaseUrl: database.url,
        redisUrl: redis.url,
        adminToken: newAdminToken(),
      });
      content = await createContent(controlPlane.api);
      const start = async (
        name: string,
        startEdge: StartEdge,
        program: Release['edge' | 'worker'],
        upstreamUrl: string,
        env: Readonly<Record<string, string>> = {},
      ) => {
        const relayKey = content.keys.relay;
        const options = { name, ...program, upstreamUrl, relayKey, env: { METRICS_PORT: '0', ...env } };
        return { name, ...(await startEdge(group, options)) };
      };
      const { url } = controlPlane;
      const [direct, posting, worker] = await Promise.all([
        start('edge with Redis', startNodeEdge, pair.edge.edge, url, { REDIS_URL: redis.url }),
        start('edge without Redis', startNodeEdge, pair.edge.edge, url),
        start('Worker', startWorkerEdge, pair.edge.worker, url),
      ]);
      const chained = await start('chained edge', startNodeEdge, pair.controlPlane.edge, posting.url);
      edges = [
        { ...direct, withinMs: 1_000 },
        { ...posting, withinMs: 1_000 },
        { ...worker, withinMs: 2_000 },
        { ...chained, withinMs: 2_000 },
      ];
    });
    afterAll(async () => {
      await group.stopAll();
      await store?.close();
      await redis?.stop();
      await database?.drop();
    });

    it('answer every evaluation as listed, at the same position', async () => {
      const [first, ...others] = await atEachEdge(async ({ url }) => {
        await expectListedAnswers(url, content.keys);
        return readAnswers(url, content.keys);
      });
      for (const answers of others) expect(answers).toEqual(first);
    });

    it('have their events stored once each, and those of SDKs', async () => {
      const posted = await atEachEdge(async ({ url }) => {
        await evaluateSingly(url, content.keys);
        const events = newEvents(content.environmentId, 'posted', 3);
        await postEvents(url, content.keys.server, events);
        return events.map(({ id }) => id);
      });
      await store.untilStored(edges.length * SINGLE_EVALUATIONS_COUNT + posted.flat().length);
      expect(await store.idsOf('posted')).toEqual(posted.flat().toSorted());
      const evaluated = (await store.stored()).filter(({ flag_key }) => flag_key !== 'posted');
      expect(evaluated).toEqual(storedEvaluations(edges.length));
    });

    it('pass on the flag sets and keys of the control plane, at the same positions', async () => {
      const told = await readSnapshots(controlPlane.url, content);
      await atEachEdge(async ({ url }) => expect(await readSnapshots(url, content)).toEqual(told));
    });

    it('deliver each change in time: to evaluations, streams, resuming readers, change notices and OFREP', async () => {
      const { keys, projectId } = content;
      const request = { key: keys.client, context: CONTEXTS.ada };
      const readers = await atEachEdge(async (edge) => {
        const stream = await openStream(`${edge.url}/stream`, { key: keys.server });
        const { id: held } = await stream.until('a snapshot', ({ event }) => event === 'snapshot');
        const { body, headers } = await bulkAt(edge.url, request);
        const known = { 'if-none-match': headers.get('etag') ?? '' };
        expect((await bulkAt(edge.url, { ...request, headers: known })).status).toBe(304);
        const uri = body.eventStreams?.[0]?.endpoint.requestUri ?? '';
        const notices = await openStream(new URL(uri, edge.url).href);
        await notices.until('the first notice', () => true);
        return { ...edge, stream, held, notices, known };
      });
      await controlPlane.api.configure(projectId, 'banner', 'production', { enabled: false });
      await Promise.all(
        readers.map(async ({ url, withinMs, stream, held, notices, known }) => {
          const ask = () => evaluateAt(url, keys.server, { flagKeys: ['banner'] });
          await eventually(
            'the change is answered with',
            async () => (await ask()).body.flags?.banner?.reason === 'DISABLED',
            withinMs,
          );
          const { id, data } = await stream.until('a delta', ({ event }) => event === 'delta', withinMs);
          expect(JSON.parse(data)).toMatchObject({ from: held, to: id, flags: [{ key: 'banner' }] });
          await notices.until('a second notice', (notice) => notice.id === id, withinMs);
          const bulk = await bulkAt(url, { ...request, headers: known });
          expect(bulk.status).toBe(200);
          const off = { value: '#f00', variant: 'red' }; // the reason is DISABLED in the base release, DEFAULT in this one
          expect(bulk.body.flags?.find(({ key }) => key === 'banner')).toMatchObject(off);
          expect((await singleAt(url, 'banner', request)).body).toMatchObject(off);

          const resumed = await openStream(`${url}/stream`, { key: keys.server, lastEventId: held });
          expect(await resumed.until('what was missed', () => true)).toEqual({ event: 'delta', id, data });
          for (const each of [stream, notices, resumed]) each.close();
        }),
      );
    });

    it('refuse a revoked key in time, and end its streams', async () => {
      const { id, secret } = content.keys.toRevoke;
      const streams = await atEachEdge(async (edge) => {
        const stream = await openStream(`${edge.url}/stream`, { key: secret });
        expect(stream.status).toBe(200);
        return { ...edge, stream };
      });
      await controlPlane.api.revokeKey(content.projectId, id);
      await Promise.all(
        streams.map(async ({ url, withinMs, stream }) => {
          const isRefused = async () => (await evaluateAt(url, secret, {})).status === 401;
          await eventually('the key is refused', isRefused, withinMs);
          await eventually('its stream ends', () => stream.ended, withinMs);
        }),
      );
    });
  },
);
