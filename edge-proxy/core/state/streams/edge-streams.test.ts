import { beforeEach, describe, expect, it } from 'vitest';
import type { RelaySnapshot, SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import type { SetTimer } from '../../../../shared/model/clock.ts';
import type { Flag } from '../../../../shared/model/flag-set.ts';
import { applyDelta, replicaFromSnapshot } from '../../../../shared/sync/replica.ts';
import { createSseDecoder, type IncomingEvent } from '../../../../shared/sync/sse-decode.ts';
import { keyRecord, NOW, OTHER, OWN } from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { createManualClock, flushTasks, type ManualClock } from '../../../../test/support/manual-clock.ts';
import { createReadableStreamSink } from '../../../../test/support/readable-stream-sink.ts';
import { createKeyRing } from '../../model/key-ring.ts';
import { createEdgeState, type EdgeState } from '../edge-state.ts';
import { createEdgeStreams, type EdgeStreams } from './edge-streams.ts';

let clock: ManualClock;
let state: EdgeState;
let streams: EdgeStreams;
let delays: number[];
let stalled: number;
let server: SdkKeyRecord;
let relay: SdkKeyRecord;

beforeEach(async () => {
  clock = createManualClock(NOW);
  state = createEdgeState({ now: clock.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  delays = [];
  stalled = 0;
  const setTimer: SetTimer = (callback, delayMs) => {
    delays.push(delayMs);
    return clock.setTimer(callback, delayMs);
  };
  const onReaderStalled = () => {
    stalled += 1;
  };
  streams = createEdgeStreams({ state, now: clock.now, setTimer, random: () => 0, onReaderStalled });
  server = await keyRecord('server', 'own', [OWN]);
  relay = await keyRecord('relay', 'own', [OWN]);
  state.setRelay('1-aa', told([server, relay]));
  setFlags('5-aa', [booleanFlag('banner')]);
});

function told(
  keys: readonly SdkKeyRecord[],
  environmentIds: readonly string[] = [OWN, OTHER],
): RelaySnapshot {
  const environments = environmentIds.map((id) => ({
    id,
    key: 'production',
    name: '',
    privateAttributes: [],
  }));
  return { protocol: 1, projectId: '', environments, keys };
}

function setFlags(position: string, flags: readonly Flag[]): void {
  const environment = { id: OWN, key: 'production' };
  const snapshot = { protocol: 1, environment, flags, segments: [], committedAt: '2026-01-01T00:00:00.000Z' };
  state.setFlags(OWN, replicaFromSnapshot(position, snapshot), undefined);
}

function change(to: string, flags: readonly Flag[], deleted: readonly string[] = []): void {
  const held = state.environment(OWN);
  if (held === undefined) throw new Error('nothing is held');
  const committedAt = '2026-01-01T00:00:01.000Z';
  const delta = {
    from: held.position,
    to,
    deleted: { flags: deleted, segments: [] },
    flags,
    segments: [],
    committedAt,
  };
  const replica = applyDelta(held.replica, delta);
  if (replica === null) throw new Error('a delta that does not apply');
  state.setFlags(OWN, replica, delta);
}

interface Reader {
  readonly events: IncomingEvent[];
  readonly comments: string[];
  readonly ended: () => boolean;
  leave(): void;
}

function read(record: SdkKeyRecord, route: 'flags' | 'relay', lastEventId?: string): Reader {
  const { sink, body } = createReadableStreamSink();
  const events: IncomingEvent[] = [];
  const comments: string[] = [];
  let ended = false;
  const decoder = createSseDecoder({
    onEvent: (event) => events.push(event),
    onComment: (text) => comments.push(text),
    onRetry() {},
    onFault(reason) {
      throw new Error(reason);
    },
  });
  const chunks = body.getReader();
  const pump = async () => {
    for (;;) {
      const { done, value } = await chunks.read();
      if (done) break;
      decoder.feed(value);
    }
    ended = true;
  };
  void pump();
  const credential = createKeyRing([record]).find(record.hash);
  if (credential === undefined) throw new Error('no credential');
  if (route === 'flags') streams.flags(sink, { credential, environmentId: OWN, lastEventId });
  else streams.relay(sink, { credential, lastEventId });
  return { events, comments, ended: () => ended, leave: () => void chunks.cancel() };
}

describe('the stream of an environment, served on by an edge', () => {
  it('begins with a snapshot of what the edge holds, and its age', async () => {
    await clock.advanceAsync(7_000);
    const reader = read(server, 'flags');
    await flushTasks();
    expect(reader.events).toMatchObject([{ event: 'snapshot', id: '5-aa' }]);
    expect(JSON.parse(reader.events[0]?.data ?? '')).toMatchObject({ flags: [{ key: 'banner' }] });
    expect(reader.comments).toEqual(['heartbeat age=7']);
  });

  it('continues with deltas, and resumes with one from a position held since the last snapshot', async () => {
    const reader = read(server, 'flags');
    change('6-bb', [booleanFlag('banner', { version: 6, enabled: false })]);
    change('7-cc', [booleanFlag('new', { version: 7 })], ['banner']);
    const late = read(server, 'flags', '5-aa');
    const current = read(server, 'flags', '7-cc');
    const lost = read(server, 'flags', '4-zz');
    await flushTasks();
    expect(reader.events.map(({ event, id }) => `${event} ${id}`)).toEqual([
      'snapshot 5-aa',
      'delta 6-bb',
      'delta 7-cc',
    ]);
    expect(late.events).toHaveLength(1);
    expect(JSON.parse(late.events[0]?.data ?? '')).toMatchObject({
      from: '5-aa',
      to: '7-cc',
      deleted: { flags: ['banner'] },
      flags: [{ key: 'new' }],
    });
    expect(current.events).toEqual([]);
    expect(lost.events).toMatchObject([{ event: 'snapshot', id: '7-cc' }]);
  });

  it('sends no older state: a reader that is ahead gets heartbeats until the edge has caught up', async () => {
    const ahead = read(server, 'flags', '9-ee');
    await clock.advanceAsync(30_000);
    expect(ahead.events).toEqual([]);
    expect(ahead.comments.length).toBeGreaterThanOrEqual(2);
    change('9-ee', [booleanFlag('banner', { version: 9 })]);
    change('10-ff', [booleanFlag('banner', { version: 10 })]);
    await flushTasks();
    expect(ahead.events).toMatchObject([{ event: 'delta', id: '10-ff' }]);
  });

  it('ends within the same tick when its key is revoked, others stay', async () => {
    const other = read(relay, 'flags');
    const reader = read(server, 'flags');
    state.setRelay('2-bb', told([relay]));
    await flushTasks();
    expect(reader.ended()).toBe(true);
    expect(other.ended()).toBe(false);
    expect(streams.open).toBe(1);
  });

  it('ends if its reader reads nothing for a minute; only this end is reported', async () => {
    const left = read(server, 'flags');
    const { sink } = createReadableStreamSink();
    const credential = createKeyRing([server]).find(server.hash);
    if (credential === undefined) throw new Error('no credential');
    streams.flags(sink, { credential, environmentId: OWN, lastEventId: undefined });
    const until = { expiresAt: NOW + 3_600_000, origin: undefined };
    streams.notices(createReadableStreamSink().sink, {
      credential,
      environmentId: OWN,
      lastEventId: undefined,
      ...until,
    });
    left.leave();
    await clock.advanceAsync(59_000);
    expect([streams.open, stalled]).toEqual([2, 0]);
    await clock.advanceAsync(10_000);
    expect([streams.open, stalled]).toEqual([0, 2]);
  });

  it('ends when its key loses access to the environment', async () => {
    const reader = read(relay, 'flags');
    state.setRelay('2-bb', told([{ ...relay, environmentIds: [OTHER] }]));
    await flushTasks();
    expect(reader.ended()).toBe(true);
  });

  it('ends when its key expires, also when that was decided while it was open', async () => {
    const expiring = { ...server, expiresAt: new Date(NOW + 60 * 24 * 3_600_000).toISOString() };
    state.setRelay('2-bb', told([expiring, relay]));
    const reader = read(expiring, 'flags');
    const shortened = read(relay, 'flags');
    state.setRelay('3-cc', told([expiring, { ...relay, expiresAt: new Date(NOW + 5_000).toISOString() }]));
    await clock.advanceAsync(4_999);
    expect(shortened.ended()).toBe(false);
    await clock.advanceAsync(1);
    expect(shortened.ended()).toBe(true);
    expect(reader.ended()).toBe(false);
    expect(Math.max(...delays), 'timers take 31 bits').toBeLessThan(2 ** 31);
  });

  it('ends when its environment is deleted', async () => {
    const reader = read(relay, 'flags');
    state.setRelay('2-bb', told([relay], [OTHER]));
    await flushTasks();
    expect(reader.ended()).toBe(true);
  });

  it('removes a reader that disconnects', async () => {
    const reader = read(server, 'flags');
    expect(streams.open).toBe(1);
    reader.leave();
    await flushTasks();
    expect(streams.open).toBe(0);
  });
});

describe('the relay stream, served on by an edge', () => {
  it('sends an edge only what its key gives access to', async () => {
    const both = await keyRecord('relay', 'both', [OWN, OTHER]);
    const theirs = await keyRecord('server', 'theirs', [OTHER]);
    state.setRelay('2-bb', told([server, relay, both, theirs]));
    const reader = read(relay, 'relay');
    await flushTasks();
    const snapshot: RelaySnapshot = JSON.parse(reader.events[0]?.data ?? '');
    expect(snapshot.environments.map(({ id }) => id)).toEqual([OWN]);
    expect(snapshot.keys).toEqual([server, relay]);
    expect(JSON.stringify(snapshot)).not.toContain(OTHER);
  });

  it('sends every change to each reader as far as its key allows', async () => {
    const reader = read(relay, 'relay');
    state.setRelay('2-bb', told([server, { ...relay, environmentIds: [OWN, OTHER] }]));
    await flushTasks();
    expect(reader.events.map(({ id }) => id)).toEqual(['1-aa', '2-bb']);
    const last: RelaySnapshot = JSON.parse(reader.events[1]?.data ?? '');
    expect(last.environments.map(({ id }) => id)).toEqual([OWN, OTHER]);
  });

  it('sends nothing to who has it already', async () => {
    const reader = read(relay, 'relay', '1-aa');
    await flushTasks();
    expect(reader.events).toEqual([]);
    expect(reader.comments.length).toBeGreaterThan(0);
  });

  it('ends when the relay key is revoked', async () => {
    const reader = read(relay, 'relay');
    state.setRelay('2-bb', told([server]));
    await flushTasks();
    expect(reader.ended()).toBe(true);
    expect(reader.events.map(({ id }) => id)).toEqual(['1-aa']);
  });
});

describe('the streams of one key', () => {
  it('are counted while they are open, whatever they are of, apart from those of others', async () => {
    const readers = [read(relay, 'flags'), read(relay, 'relay'), read(server, 'flags')];
    expect(streams.openedBy(relay.hash)).toBe(2);
    expect(streams.openedBy(server.hash)).toBe(1);
    readers[0]?.leave();
    await flushTasks();
    expect(streams.openedBy(relay.hash)).toBe(1);
    state.setRelay('2-bb', told([server]));
    await flushTasks();
    expect(streams.openedBy(relay.hash)).toBe(0);
    expect(streams.openedBy(server.hash)).toBe(1);
  });
});

describe('an edge that stops or loses everything', () => {
  it.each([
    ['stops', () => streams.close()],
    ['erases what it holds', () => state.eraseAll()],
  ])('ends all streams when it %s', async (_, act) => {
    const readers = [read(server, 'flags'), read(relay, 'flags'), read(relay, 'relay')];
    act();
    await flushTasks();
    expect(readers.map((reader) => reader.ended())).toEqual([true, true, true]);
    expect(streams.open).toBe(0);
  });

  it('opens no further stream', async () => {
    streams.close();
    const readers = [read(server, 'flags'), read(relay, 'relay')];
    await flushTasks();
    expect(readers.map((reader) => reader.ended())).toEqual([true, true]);
  });
});
