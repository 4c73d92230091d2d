import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../shared/logging/logger.ts';
import type { StreamSink } from '../../shared/streaming/sink.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import type { ProjectEvent } from '../model/project-event.ts';
import { createChangeFeed } from './change-feed.ts';

function eventAt(position: number): ProjectEvent {
  return {
    position,
    entryId: `entry-${position}`,
    action: 'update',
    resourceType: 'flag',
    resourceId: 'flag',
    userId: 'user',
    createdAt: new Date(0),
    flagKey: 'checkout',
    environmentKey: null,
    segmentKey: null,
    changeSetId: null,
  };
}

/** A sink whose reader reads only when the test says so. */
function createTestSink() {
  const listeners: (() => void)[] = [];
  const state = { text: '', bufferedBytes: 0, isReading: true, isClosed: false };
  const sink: StreamSink = {
    write(bytes) {
      state.text += new TextDecoder().decode(bytes);
      if (!state.isReading) state.bufferedBytes += bytes.byteLength;
    },
    get bufferedBytes() {
      return state.bufferedBytes;
    },
    close() {
      if (state.isClosed) return;
      state.isClosed = true;
      for (const listener of listeners) listener();
    },
    onClosed: (listener) => void listeners.push(listener),
    onDrained() {},
  };
  return { sink, state };
}

function createTestFeed() {
  const clock = createManualClock();
  const counts = { heads: 0, readings: 0, asked: 0 };
  /** `losesAccess`: the user who loses it while events are read. */
  const world = { head: 0, isDown: false, losesAccess: '' };
  const lost = new Set<string>();
  const feed = createChangeFeed({
    clock,
    logger: silentLogger,
    readHeads: async (ids) => {
      counts.heads += 1;
      if (world.isDown) throw new Error('Postgres is down');
      return new Map(ids.map((id) => [id, world.head]));
    },
    readEvents: async (_, after, limit) => {
      counts.readings += 1;
      lost.add(world.losesAccess);
      const length = Math.min(limit, world.head - after);
      return Array.from({ length }, (_, index) => eventAt(after + index + 1));
    },
    findAllowed: async (subscriptions) => {
      counts.asked += 1;
      return new Set(subscriptions.filter(({ userId }) => !lost.has(userId)));
    },
  });
  const connect = async (userId = 'user', resumed: number | null = null) => {
    const { sink, state } = createTestSink();
    const subscription = {
      projectId: 'project',
      userId,
      credential: { kind: 'token', hash: 'hash' } as const,
    };
    (await feed.prepare(subscription, resumed)).attach(sink);
    return { sink, state };
  };
  const pass = (ms: number) => clock.advanceAsync(ms);
  return { feed, connect, pass, counts, world };
}

const positionsIn = (text: string) =>
  [...text.matchAll(/event: change\nid: (\d+)/g)].map(([, id]) => Number(id));

describe('the feed of changes', () => {
  it('asks Postgres only while there are readers', async () => {
    const { connect, pass, counts } = createTestFeed();
    await pass(5_000);
    expect(counts).toEqual({ heads: 0, readings: 0, asked: 0 });
    const { sink } = await connect();
    await pass(2_000);
    expect(counts).toEqual({ heads: 5, readings: 0, asked: 4 });
    sink.close();
    await pass(500);
    const after = { ...counts };
    await pass(5_000);
    expect(counts).toEqual(after);
  });

  it('reads once for all readers at one position', async () => {
    const { connect, pass, counts, world } = createTestFeed();
    const readers = await Promise.all(Array.from({ length: 10 }, (_, index) => connect(`user-${index}`)));
    world.head = 3;
    await pass(500);
    expect(counts.readings).toBe(1);
    for (const { state } of readers) expect(positionsIn(state.text)).toEqual([1, 2, 3]);
  });

  it('sends nothing to a reader that loses access before the events are sent', async () => {
    const { connect, pass, world } = createTestFeed();
    const kept = await connect('kept');
    const { state } = await connect('demoted');
    world.losesAccess = 'demoted';
    world.head = 1;
    await pass(500);
    expect(positionsIn(kept.state.text)).toEqual([1]);
    expect(positionsIn(state.text)).toEqual([]);
    expect(state.isClosed).toBe(true);
  });

  it('gives a reader that does not read one batch beyond its bound, and cuts it after 30 s', async () => {
    const { connect, pass, world } = createTestFeed();
    const slow = await connect();
    const quick = await connect();
    slow.state.isReading = false;
    world.head = 5_000;
    await pass(29_000);
    expect(slow.state.bufferedBytes).toBeGreaterThan(65_536);
    expect(slow.state.bufferedBytes).toBeLessThan(65_536 + 100 * 400);
    expect(slow.state.isClosed).toBe(false);
    expect(positionsIn(quick.state.text)).toHaveLength(5_000);
    await pass(5_000);
    expect(slow.state.isClosed).toBe(true);
    expect(quick.state.isClosed).toBe(false);
  });

  it('goes on with a slow reader that reads again, without a gap', async () => {
    const { connect, pass, world } = createTestFeed();
    const { state } = await connect();
    state.isReading = false;
    world.head = 1_000;
    await pass(10_000);
    state.isReading = true;
    state.bufferedBytes = 0;
    await pass(10_000);
    expect(positionsIn(state.text)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
  });

  it('sends a heartbeat every 15 s with the age of what it knows, also while Postgres is down', async () => {
    const { connect, pass, world } = createTestFeed();
    const { state } = await connect();
    await pass(15_000);
    expect(state.text).toContain(': heartbeat age=0\n');
    world.isDown = true;
    await pass(15_000);
    expect(state.text).toContain(': heartbeat age=15\n');
    expect(state.isClosed).toBe(false);
    world.isDown = false;
    world.head = 1;
    await pass(1_000);
    expect(positionsIn(state.text)).toEqual([1]);
  });

  it('has at most 1,000 streams in a process', async () => {
    const { feed, connect } = createTestFeed();
    for (let index = 0; index < 1_000; index += 1) await connect(`user-${index}`);
    await expect(connect('another')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(feed.streams).toBe(1_000);
    feed.stop();
    expect(feed.streams).toBe(0);
    await expect(connect('another')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
