import { describe, expect, it } from 'vitest';
import type { RelaySnapshot } from '../../shared/keys/sdk-key.ts';
import type { DeltaData, SnapshotData } from '../../shared/sync/wire.ts';
import { openStream, type SseEvent } from '../support/sse-client.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

/** `GET /stream`: the sync protocol as an SDK or a chained edge reads it from this edge. */
export function describeStreams(setting: () => Setting, under: EdgeUnderTest): void {
  describe('GET /stream', () => {
    describeReading(setting, under);
    describeStreamKeys(setting, under);
  });
  describe('GET /relay/stream', () => describeRelay(setting, under));
}

function describeReading(setting: () => Setting, under: EdgeUnderTest): void {
  it('begins with a snapshot, and continues with the deltas of every change', async () => {
    const { api, edge, keys, environmentId, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'streamed' });
    const stream = await openStream(`${edge.url}/stream`, { key: keys.server });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.headers.get('cache-control')).toContain('no-');
    const first = await stream.until('a snapshot', () => true);
    const snapshot = snapshotOf(first);
    expect(snapshot.environment).toMatchObject({ id: environmentId, key: 'production' });
    expect(snapshot.flags.find(({ key }) => key === 'streamed')).toMatchObject({ enabled: true });

    await api.configure(projectId, 'streamed', 'production', { enabled: false });
    const delta = deltaOf(await stream.until('a delta', isDelta, under.changeWithin));
    expect(delta.from).toBe(first.id);
    expect(delta.flags).toMatchObject([{ key: 'streamed', enabled: false }]);

    await api.archiveFlag(projectId, 'streamed');
    const removal = await stream.until('its removal', removes('streamed'), under.changeWithin);
    expect(deltaOf(removal).from).toBe(delta.to);
    stream.close();
  });

  it('resumes with one delta from a known position', async () => {
    const { api, edge, keys, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'resumed' });
    const first = await openStream(`${edge.url}/stream`, { key: keys.server });
    const { id: held } = await first.until('a snapshot', () => true);
    const missed = [{ enabled: false }, { defaultValue: true }];
    for (const change of missed) await api.configure(projectId, 'resumed', 'production', change);
    await first.until('both changes', (event) => changes(event, 'resumed', true), under.changeWithin);
    first.close();

    const second = await openStream(`${edge.url}/stream`, { key: keys.server, lastEventId: held });
    const delta = await second.until('what was missed', () => true);
    expect(delta.event).toBe('delta');
    expect(deltaOf(delta).from).toBe(held);
    expect(deltaOf(delta).flags).toMatchObject([{ key: 'resumed', enabled: false, defaultValue: true }]);
    second.close();
  });

  it('sends a snapshot to a reader whose position is unknown', async () => {
    const { edge, keys } = setting();
    const stream = await openStream(`${edge.url}/stream`, {
      key: keys.server,
      lastEventId: '1-0000000000000000',
    });
    expect((await stream.until('an event', () => true)).event).toBe('snapshot');
    stream.close();
  });
}

function describeStreamKeys(setting: () => Setting, under: EdgeUnderTest): void {
  const environments = {
    own: (at: Setting) => `?environment=${at.environmentId}`,
    unknown: () => '?environment=00000000-0000-4000-8000-000000000000',
    malformed: () => '?environment=production',
    none: () => '',
  };

  it.each([
    ['server', 'none', 200],
    ['client', 'none', 403],
    ['relay', 'own', 200],
    ['relay', 'unknown', 404],
    ['relay', 'malformed', 400],
    ['server', 'own', 200],
    ['server', 'unknown', 404],
    ['relay', 'none', 400],
  ] as const)('answers a %s key naming %s environment with %i', async (kind, named, status) => {
    const at = setting();
    const stream = await openStream(`${at.edge.url}/stream${environments[named](at)}`, {
      key: at.keys[kind],
    });
    stream.close();
    expect(stream.status).toBe(status);
  });

  it('refuses a reader without a key, or with an unknown one', async () => {
    const { edge } = setting();
    expect((await openStream(`${edge.url}/stream`)).status).toBe(401);
    expect((await openStream(`${edge.url}/stream`, { key: `sf_srv_${'B'.repeat(43)}` })).status).toBe(401);
  });

  it('ends the streams of a key that is revoked', async () => {
    const { api, edge, projectId } = setting();
    const key = await api.createKey(projectId, { kind: 'server', environmentKey: 'production' });
    const stream = await openStreamOnceKnown(edge.url, key.secret);
    await api.revokeKey(projectId, key.id);
    await expect.poll(() => stream.ended, { timeout: under.revocationWithin, interval: 20 }).toBe(true);
  });
}

function describeRelay(setting: () => Setting, under: EdgeUnderTest): void {
  it('sends a chained edge its environments and key hashes, never a key, and every change', async () => {
    const { api, edge, keys, environmentId, otherEnvironmentId, projectId } = setting();
    const stream = await openStream(`${edge.url}/relay/stream`, { key: keys.relay });
    expect(stream.status).toBe(200);
    const first = await stream.until('a snapshot', () => true);
    const { environments, keys: known } = relaySnapshotOf(first);
    expect(environments.map(({ id }) => id)).toEqual(
      expect.arrayContaining([environmentId, otherEnvironmentId]),
    );
    expect(known.some(({ kind }) => kind === 'server')).toBe(true);
    for (const secret of Object.values(keys)) expect(first.data).not.toContain(secret);

    const added = await api.createKey(projectId, { kind: 'client', environmentKey: 'staging' });
    const isTold = (event: SseEvent) => relaySnapshotOf(event).keys.some(({ id }) => id === added.id);
    await stream.until('the new key', isTold, under.changeWithin);
    stream.close();
  });

  it.each(['server', 'client'] as const)('refuses a %s key', async (kind) => {
    const { edge, keys } = setting();
    expect((await openStream(`${edge.url}/relay/stream`, { key: keys[kind] })).status).toBe(403);
  });
}

function relaySnapshotOf(event: SseEvent): RelaySnapshot {
  expect(event.event).toBe('snapshot');
  return JSON.parse(event.data);
}

/** The edge accepts a new key only after it has received it. */
async function openStreamOnceKnown(edgeUrl: string, key: string) {
  for (const deadline = Date.now() + 5_000; ; ) {
    const stream = await openStream(`${edgeUrl}/stream`, { key });
    if (stream.status === 200) return stream;
    if (Date.now() > deadline) throw new Error(`the stream is refused with ${stream.status}`);
  }
}

function snapshotOf(event: SseEvent): SnapshotData {
  expect(event.event).toBe('snapshot');
  return JSON.parse(event.data);
}

function deltaOf(event: SseEvent): DeltaData {
  expect(event.event).toBe('delta');
  const delta: DeltaData = JSON.parse(event.data);
  expect(delta.to).toBe(event.id);
  return delta;
}

function isDelta(event: SseEvent): boolean {
  return event.event === 'delta';
}

function removes(flagKey: string): (event: SseEvent) => boolean {
  return (event) => isDelta(event) && deltaOf(event).deleted.flags.includes(flagKey);
}

function changes(event: SseEvent, flagKey: string, defaultValue: boolean): boolean {
  const changed = isDelta(event) ? deltaOf(event).flags : [];
  return changed.some((flag) => flag.key === flagKey && flag.defaultValue === defaultValue);
}
