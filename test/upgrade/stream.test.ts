import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { createProcessGroup } from '../support/processes.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { newAdminToken, type RunningControlPlane, type RunningServer } from '../support/system.ts';
import { type Content, createContent } from './content.ts';
import { type Entry, type EventStore, openEventStore } from './event-store.ts';
import {
  evaluateSingly,
  newEvents,
  postEvents,
  SINGLE_EVALUATIONS_COUNT,
  storedEvaluations,
} from './events.ts';
import { startReleaseControlPlane, startReleaseEdge } from './release-processes.ts';
import { DIRECTIONS, type Release } from './releases.ts';

/**
 * Events that one release has left in Redis are stored by another one. There are tables (the way an edge sends what it
 * has evaluated) and lists (the way events of SDKs are passed on); some were delivered to a consumer that was killed,
 * some were not delivered, some are in the stream again although they are stored.
 */
describe.each(DIRECTIONS)('$name: the event stream', ({ from, to }) => {
  const group = createProcessGroup();
  const adminToken = newAdminToken();
  let database: TestDatabase;
  let redis: RedisServer;
  let store: EventStore;
  let first: RunningControlPlane;
  let second: RunningControlPlane;
  /** Of release `from`; sends its events to Redis. */
  let edge: RunningServer;
  let content: Content;
  let oldDeadLetters: readonly Entry[];

  const start = (release: Release) =>
    startReleaseControlPlane(group, release, {
      databaseUrl: database.url,
      redisUrl: redis.url,
      adminToken,
    });
  const startEdge = (release: Release, upstreamUrl: string) =>
    startReleaseEdge(group, release, {
      upstreamUrl,
      relayKey: content.keys.relay,
      env: { REDIS_URL: redis.url },
    });
  /** Evaluates, and waits until the edge has sent the events; nothing may store them meanwhile. */
  const evaluateAndSend = async () => {
    const before = eventsIn(await store.entries());
    await evaluateSingly(edge.url, content.keys);
    await eventually('the edge sends its events', async () => {
      return eventsIn(await store.entries()) === before + SINGLE_EVALUATIONS_COUNT;
    });
  };
  /** Ids of all events that were posted. */
  const posted: string[] = [];
  const post = async ({ url }: RunningServer) => {
    const events = newEvents(content.environmentId, 'posted', 3);
    posted.push(...events.map(({ id }) => id));
    await postEvents(url, content.keys.server, events);
  };

  beforeAll(async () => {
    [database, redis] = await Promise.all([createTestDatabase(), startRedisServer()]);
    store = openEventStore(database.url, redis.url);
    first = await start(from);
    content = await createContent(first.api);
    edge = await startEdge(from, first.url);
  });
  afterAll(async () => {
    await group.stopAll();
    await store?.close();
    await redis?.stop();
    await database?.drop();
  });

  it('is left with tables and lists, of which some are delivered and some are stored', async () => {
    const letFirstGo = await store.holdBack();
    await evaluateAndSend();
    const stored = await store.entries();
    await letFirstGo();
    await store.untilStored(SINGLE_EVALUATIONS_COUNT);
    await store.append({ events: 'no JSON' });
    oldDeadLetters = await eventually('a dead letter', async () => {
      const letters = await store.deadLetters();
      return letters.length === 1 && letters;
    });

    const letGo = await store.holdBack();
    await post(first);
    await eventually('it is delivered', async () => (await store.pending()) === 1);
    await evaluateAndSend();
    await first.process.kill();
    await letGo();
    await evaluateAndSend();
    await post(edge);
    // As if the last consumer had been killed before it acknowledged, or the answer to a sender had been lost.
    for (const [, [, events = '']] of [...stored, ...(await store.entries())]) {
      await store.append({ events });
    }
    await store.append({ events: '{"rows":1}' });
    await store.append({ other: 'field' });
    const formats = new Set((await store.entries()).map(([, [, text = '']]) => text.slice(0, 2)));
    expect(formats).toEqual(new Set(['[{', '{"', 'fi']));
    expect(await store.pending()).toBe(1);
    await store.agePending();
  });

  it('is read to its end: every event is stored once, dead letters stay', async () => {
    second = await start(to);
    await store.untilStored(3 * SINGLE_EVALUATIONS_COUNT + posted.length);
    expect(await store.pending()).toBe(0);
    const letters = await store.deadLetters();
    expect(letters.slice(0, 1)).toEqual(oldDeadLetters);
    expect(letters.slice(1).map(([, [, reason]]) => reason)).toEqual(['not_a_batch', 'no_events_field']);
  });

  it('is read by both releases at once, filled by edges and control planes of both', async () => {
    const again = await start(from);
    const newEdge = await startEdge(to, second.url);
    await Promise.all(
      [edge, newEdge].flatMap(({ url }) => [1, 2, 3].map(() => evaluateSingly(url, content.keys))),
    );
    const servers = [again, second, edge, newEdge];
    await Promise.all([1, 2, 3, 4, 5].flatMap(() => servers.map(post)));
    await store.untilStored(9 * SINGLE_EVALUATIONS_COUNT + posted.length);
    expect(await Promise.all([again, second].map(({ process }) => process.stop()))).toEqual([0, 0]);
  });

  it('makes rows that say what was evaluated or posted', async () => {
    expect(await store.idsOf('posted')).toEqual(posted.toSorted());
    const evaluated = (await store.stored()).filter(({ flag_key }) => flag_key !== 'posted');
    expect(evaluated).toEqual(storedEvaluations(9));
  });
});

/** Events in entries of the stream, as the base release writes them: a list, or a table with rows. */
function eventsIn(entries: readonly Entry[]): number {
  const counts = entries.map(([, [, text = '']]) => {
    const batch: readonly unknown[] | { readonly rows: readonly unknown[] } = JSON.parse(text);
    return 'rows' in batch ? batch.rows.length : batch.length;
  });
  return counts.reduce((total, count) => total + count, 0);
}
