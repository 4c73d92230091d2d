import { beforeEach, describe, expect, it } from 'vitest';
import type { SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import type { Flag } from '../../../../shared/model/flag-set.ts';
import { applyDelta, replicaFromSnapshot } from '../../../../shared/sync/replica.ts';
import { keyRecord, NOW, OWN } from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { createManualClock, flushTasks, type ManualClock } from '../../../../test/support/manual-clock.ts';
import { createReadableStreamSink } from '../../../../test/support/readable-stream-sink.ts';
import { createKeyRing } from '../../model/key-ring.ts';
import { createEdgeState, type EdgeState } from '../edge-state.ts';
import { createEdgeStreams, type EdgeStreams } from './edge-streams.ts';
import { EXPIRED_EVENT_ID } from './notice-source.ts';
import { EXPIRY_SPREAD_MS } from './notice-streams.ts';

const HOUR = 60 * 60 * 1000;
const COMMITTED = '2026-01-01T00:00:00.000Z';

let clock: ManualClock;
let state: EdgeState;
let streams: EdgeStreams;
let random: number;
let client: SdkKeyRecord;
let server: SdkKeyRecord;

beforeEach(async () => {
  clock = createManualClock(NOW);
  state = createEdgeState({ now: clock.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  random = 0;
  streams = createEdgeStreams({ state, now: clock.now, setTimer: clock.setTimer, random: () => random });
  client = await keyRecord('client', 'own', [OWN]);
  server = await keyRecord('server', 'own', [OWN]);
  setKeys('1-aa', [client, server]);
  setFlags('5-aa', [booleanFlag('banner', { clientSide: true }), booleanFlag('secret')]);
});

function setKeys(
  position: string,
  keys: readonly SdkKeyRecord[],
  allowedOrigins: readonly string[] = ['*'],
): void {
  const environments = [{ id: OWN, key: 'production', name: '', privateAttributes: [], allowedOrigins }];
  state.setRelay(position, { protocol: 1, projectId: '', environments, keys });
}

function setFlags(position: string, flags: readonly Flag[]): void {
  const environment = { id: OWN, key: 'production' };
  const snapshot = { protocol: 1, environment, flags, segments: [], committedAt: COMMITTED };
  state.setFlags(OWN, replicaFromSnapshot(position, snapshot), undefined);
}

function change(to: string, flags: readonly Flag[], deleted: readonly string[] = []): void {
  const held = state.environment(OWN);
  if (held === undefined) throw new Error('nothing is held');
  const delta = {
    from: held.position,
    to,
    deleted: { flags: deleted, segments: [] },
    flags,
    segments: [],
    committedAt: COMMITTED,
  };
  const replica = applyDelta(held.replica, delta);
  if (replica === null) throw new Error('a delta that does not apply');
  state.setFlags(OWN, replica, delta);
}

interface Reader {
  /** All that came, as text. */
  readonly text: () => string;
  /** The ids of the notices that came. */
  readonly notices: () => readonly string[];
  readonly ended: () => boolean;
  leave(): void;
}

function read(
  record: SdkKeyRecord,
  options: { readonly lastEventId?: string; readonly lasts?: number; readonly origin?: string } = {},
): Reader {
  const { lastEventId, lasts = HOUR, origin } = options;
  const { sink, body } = createReadableStreamSink();
  const decoder = new TextDecoder();
  let text = '';
  let ended = false;
  const chunks = body.getReader();
  const pump = async () => {
    for (;;) {
      const { done, value } = await chunks.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    ended = true;
  };
  void pump();
  const credential = createKeyRing([record]).find(record.hash);
  if (credential === undefined) throw new Error('no credential');
  const expiresAt = clock.now() + lasts;
  streams.notices(sink, { credential, environmentId: OWN, lastEventId, expiresAt, origin });
  return {
    text: () => text,
    notices: () =>
      text
        .split('\n\n')
        .filter((block) => block.includes('data: '))
        .map((block) => /^id: (.*)$/m.exec(block)?.[1] ?? ''),
    ended: () => ended,
    leave: () => void chunks.cancel(),
  };
}

describe('a notice', () => {
  it('contains the position and its commit time, and nothing of any flag', async () => {
    const reader = read(client);
    await flushTasks();
    expect(reader.text()).toContain(
      `event: message\nid: 5-aa\ndata: {"type":"refetchEvaluation","etag":"5-aa","lastModified":${Date.parse(COMMITTED) / 1000}}\n\n`,
    );
    expect(reader.text()).not.toContain('banner');
  });

  it('is sent for every change that the key can see', async () => {
    const reader = read(client);
    change('6-aa', [booleanFlag('banner', { clientSide: true, version: 6, enabled: false })]);
    change('7-aa', [booleanFlag('new', { clientSide: true, version: 7 })]);
    change('8-aa', [], ['new']);
    change('9-aa', [booleanFlag('banner', { version: 9 })]);
    await flushTasks();
    expect(reader.notices()).toEqual(['5-aa', '6-aa', '7-aa', '8-aa', '9-aa']);
  });

  it('is not sent to a client key for what only servers see; the position of its reader advances', async () => {
    const [browser, backend] = [read(client), read(server)];
    change('6-aa', [booleanFlag('secret', { version: 6, enabled: false })]);
    await flushTasks();
    expect(browser.notices()).toEqual(['5-aa']);
    expect(browser.text()).toContain('\nid: 6-aa\n\n');
    expect(backend.notices()).toEqual(['5-aa', '6-aa']);
  });

  it('is sent to a client key if a hidden flag decides a visible one', async () => {
    const prerequisites = [{ flagKey: 'secret', variations: ['on'] }];
    change('6-aa', [booleanFlag('banner', { clientSide: true, version: 6, prerequisites })]);
    const reader = read(client);
    change('7-aa', [booleanFlag('secret', { version: 7, enabled: false })]);
    await flushTasks();
    expect(reader.notices()).toEqual(['6-aa', '7-aa']);
  });

  it('comes where everything was replaced', async () => {
    const reader = read(client);
    setFlags('9-bb', [booleanFlag('banner', { clientSide: true })]);
    await flushTasks();
    expect(reader.notices()).toEqual(['5-aa', '9-bb']);
  });
});

describe('a reader that reconnects', () => {
  it.each([
    ['with the position that is held', '5-aa', []],
    ['with an earlier one', '4-aa', ['5-aa']],
    ['with none', undefined, ['5-aa']],
    ['with a text that is none', 'hello', ['5-aa']],
    ['with a later one, which is on its way here', '6-aa', []],
  ])('%s gets the notice that it has missed', async (_, lastEventId, expected) => {
    const reader = read(client, lastEventId === undefined ? {} : { lastEventId });
    await flushTasks();
    expect(reader.notices()).toEqual(expected);
    expect(reader.text()).toContain(': heartbeat');
  });

  it('with a later position gets only notices after that', async () => {
    const reader = read(client, { lastEventId: '6-aa' });
    change('6-aa', [booleanFlag('banner', { clientSide: true, version: 6 })]);
    await flushTasks();
    expect(reader.notices()).toEqual([]);
    change('7-aa', [booleanFlag('banner', { clientSide: true, version: 7 })]);
    await flushTasks();
    expect(reader.notices()).toEqual(['7-aa']);
  });
});

describe('the end of a stream of notices', () => {
  it('comes with the expiry of its token, after a last notice', async () => {
    const reader = read(client);
    await clock.advanceAsync(HOUR - 1);
    expect(reader.ended()).toBe(false);
    await clock.advanceAsync(1);
    expect(reader.notices()).toEqual(['5-aa', EXPIRED_EVENT_ID]);
    expect(reader.ended()).toBe(true);
    expect(streams.open).toBe(0);
  });

  it('is spread, so that not all who hold a token of one window come back at once', async () => {
    random = 0.5;
    const reader = read(client);
    await clock.advanceAsync(HOUR + EXPIRY_SPREAD_MS / 2 - 1);
    expect(reader.ended()).toBe(false);
    await clock.advanceAsync(1);
    expect(reader.ended()).toBe(true);
  });

  it('comes at once where the token has expired already, after one notice', async () => {
    const reader = read(client, { lasts: 0 });
    await clock.advanceAsync(100);
    expect(reader.notices()).toEqual([EXPIRED_EVENT_ID]);
    expect(reader.ended()).toBe(true);
  });

  it('comes with the end of its key, of its environment, and of the edge', async () => {
    const [revoked, other] = [read(client), read(server)];
    setKeys('2-aa', [server]);
    await flushTasks();
    expect([revoked.ended(), other.ended()]).toEqual([true, false]);
    state.eraseFlags(OWN);
    await flushTasks();
    expect(other.ended()).toBe(true);
    setFlags('6-aa', []);
    const last = read(server);
    streams.close();
    await flushTasks();
    expect(last.ended()).toBe(true);
    const late = read(server);
    await flushTasks();
    expect(late.ended()).toBe(true);
  });

  it('is sent to pages of origins that are no longer allowed, and to no others', async () => {
    const origins = ['https://app.example.com', 'https://shop.example.com', undefined];
    const readers = origins.map((origin) => read(client, origin === undefined ? {} : { origin }));
    setKeys('2-aa', [client], ['https://app.example.com']);
    await flushTasks();
    expect(readers.map((reader) => reader.ended())).toEqual([false, true, false]);
    // The state that authorized it may be older than the state that serves it.
    const late = read(client, { origin: 'https://shop.example.com' });
    await flushTasks();
    expect(late.ended()).toBe(true);
    expect(late.text()).toBe('');
    expect(streams.open).toBe(2);
  });

  it('leaves no timer behind where the reader leaves first', async () => {
    const reader = read(client);
    await flushTasks();
    reader.leave();
    await clock.advanceAsync(2 * HOUR);
    expect(reader.notices()).not.toContain(EXPIRED_EVENT_ID);
    expect(streams.open).toBe(0);
  });
});
