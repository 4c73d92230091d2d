import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flagChannel, relayChannel } from '../../shared/sync/reader/channel.ts';
import {
  type StreamingFixture,
  startStreamingFixture,
} from '../../test/support/control-plane/streaming-fixture.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import type { SseClient, SseEvent } from '../../test/support/sse-client.ts';

let redis: RedisServer;
let fixture: StreamingFixture;
beforeAll(async () => {
  redis = await startRedisServer();
  fixture = await startStreamingFixture({ controlPlanes: 2, redisUrl: redis.url });
});
afterAll(async () => {
  await fixture?.stop();
  await redis?.stop();
});

const next = (stream: SseClient, after: number) =>
  stream.until(`event ${after + 1}`, () => stream.events.length > after).then(() => eventAt(stream, after));

function eventAt(stream: SseClient, index: number): SseEvent {
  const event = stream.events[index];
  if (!event) throw new Error(`there is no event ${index}`);
  return event;
}

function flagEvent(event: SseEvent) {
  const message = flagChannel.read(event);
  if (message === null || message.type === 'fault') throw new Error(JSON.stringify(message));
  return message;
}

describe('GET /stream', () => {
  it('sends a valid snapshot, with headers that keep proxies from buffering', async () => {
    await fixture.createFlag('first');
    const { secret: key } = await fixture.createKey('server');
    const stream = await fixture.open('/stream', { key });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    const message = flagEvent(await next(stream, 0));
    expect(message).toMatchObject({
      type: 'snapshot',
      data: { protocol: 1, environment: fixture.environment, flags: [{ key: 'first' }] },
    });
  });

  it('sends the changes of every control plane, soon and in order', async () => {
    await fixture.createFlag('followed');
    const { secret: key } = await fixture.createKey('server');
    const here = await fixture.open('/stream', { key, at: 0 });
    const there = await fixture.open('/stream', { key, at: 1 });
    await Promise.all([next(here, 0), next(there, 0)]);
    await fixture.configure('followed', { enabled: true });
    const [delta, same] = await Promise.all([next(here, 1), next(there, 1)]);
    expect(flagEvent(delta)).toMatchObject({
      type: 'delta',
      from: eventAt(here, 0).id,
      data: { flags: [{ key: 'followed', enabled: true }] },
    });
    expect(same).toEqual(delta);
    await fixture.api.deleteFlag(fixture.projectId, 'followed');
    const removal = flagEvent(await next(there, 2));
    expect(removal).toMatchObject({ from: delta.id, data: { deleted: { flags: ['followed'] }, flags: [] } });
  });

  it('resumes from any earlier position with one delta, on any control plane', async () => {
    await fixture.createFlag('resumed');
    const { secret: key } = await fixture.createKey('server');
    const first = await fixture.open('/stream', { key });
    const { id: held } = await next(first, 0);
    await fixture.configure('resumed', { enabled: true });
    await fixture.configure('resumed', { defaultValue: true });
    for (const index of [0, 1]) {
      const stream = await fixture.open('/stream', { key, at: index, lastEventId: held });
      const message = flagEvent(await next(stream, 0));
      expect(message).toMatchObject({
        type: 'delta',
        from: held,
        data: { flags: [{ key: 'resumed', enabled: true, defaultValue: true }] },
      });
    }
  });

  it('sends an up-to-date reader a heartbeat at once', async () => {
    const { secret: key } = await fixture.createKey('server');
    const { id: held } = await next(await fixture.open('/stream', { key }), 0);
    const stream = await fixture.open('/stream', { key, lastEventId: held });
    await expect.poll(() => stream.comments).toEqual([expect.stringMatching(/^heartbeat age=\d$/)]);
    expect(stream.events).toEqual([]);
  });

  it.each([
    ['that never existed', '1-00000000000000ff'],
    ['from a future that was lost', '2000000000-0123456789abcdef'],
    ['that is none', 'yesterday'],
    ['too large for a number', '99999999999-00000000000000ff'],
  ])('sends a snapshot to a reader with a position %s', async (_, lastEventId) => {
    const { secret: key } = await fixture.createKey('server');
    const stream = await fixture.open('/stream', { key, lastEventId });
    expect((await next(stream, 0)).event).toBe('snapshot');
  });

  it('opens no stream for HEAD', async () => {
    const { secret: key } = await fixture.createKey('server');
    const response = await fetch(`${fixture.controlPlanes[0]?.url}/stream`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('GET /relay/stream', () => {
  it('sends the environments and key hashes in the scope of the key, and no others', async () => {
    const scope = { environmentKey: fixture.environment.key };
    const narrow = await fixture.createKey('relay', scope);
    const wide = await fixture.createKey('relay');
    const own = await fixture.createKey('client');
    const other = await fixture.createKey('server', { environmentKey: fixture.otherEnvironment.key });
    const stream = await fixture.open('/relay/stream', { key: narrow.secret });
    const message = relayChannel.read(await next(stream, 0));
    if (message?.type !== 'snapshot') throw new Error(JSON.stringify(message));
    expect(message.data.environments.map(({ id }) => id)).toEqual([fixture.environment.id]);
    const ids = message.data.keys.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([own.id, narrow.id]));
    expect(ids).not.toContain(other.id);
    expect(ids).not.toContain(wide.id);
    expect(eventAt(stream, 0).data).not.toContain(narrow.secret);
  });

  it('sends a new snapshot on a change, and only heartbeats to up-to-date readers', async () => {
    const { secret: key } = await fixture.createKey('relay');
    const stream = await fixture.open('/relay/stream', { key });
    const { id: held } = await next(stream, 0);
    const current = await fixture.open('/relay/stream', { key, lastEventId: held });
    await expect.poll(() => current.comments.length).toBe(1);
    const added = await fixture.createKey('server');
    for (const [reader, index] of [
      [stream, 1],
      [current, 0],
    ] as const) {
      const message = relayChannel.read(await next(reader, index));
      if (message?.type !== 'snapshot') throw new Error(JSON.stringify(message));
      expect(message.data.keys.map(({ id }) => id)).toContain(added.id);
    }
  });
});

describe('the access of keys to streams', () => {
  const none = '00000000-0000-4000-8000-000000000000';
  const rows: readonly [path: string, key: string, status: number][] = [
    ['/stream', 'client', 403],
    ['/stream', 'server', 200],
    ['/stream?environment=OWN', 'server', 200],
    ['/stream?environment=OTHER', 'server', 404],
    [`/stream?environment=${none}`, 'server', 404],
    ['/stream', 'relay', 400],
    ['/stream?environment=OWN', 'relay', 200],
    ['/stream?environment=OTHER', 'relay', 200],
    ['/stream?environment=OTHER', 'narrow relay', 404],
    [`/stream?environment=${none}`, 'relay', 404],
    ['/stream?environment=production', 'relay', 400],
    ['/stream', 'unknown', 401],
    ['/stream', 'missing', 401],
    ['/stream', 'revoked', 401],
    ['/stream', 'API token', 401],
    ['/relay/stream', 'client', 403],
    ['/relay/stream', 'server', 403],
    ['/relay/stream', 'relay', 200],
    ['/relay/stream', 'unknown', 401],
    ['/relay/stream', 'missing', 401],
    ['/relay/stream', 'revoked', 401],
  ];
  const keys = new Map<string, string>();
  beforeAll(async () => {
    for (const kind of ['client', 'server', 'relay'] as const)
      keys.set(kind, (await fixture.createKey(kind)).secret);
    keys.set('narrow relay', (await fixture.createKey('relay', { environmentKey: 'production' })).secret);
    const revoked = await fixture.createKey('server');
    await fixture.revokeKey(revoked.id);
    keys.set('revoked', revoked.secret);
    keys.set('unknown', `sf_srv_${'x'.repeat(43)}`);
    keys.set('API token', `sf_api_${'a'.repeat(40)}`);
  });

  it.each(rows)('%s with a key that is %s: %i', async (path, name, status) => {
    const key = keys.get(name);
    const target = path.replace('OWN', fixture.environment.id).replace('OTHER', fixture.otherEnvironment.id);
    const stream = await fixture.open(target, key === undefined ? {} : { key });
    expect(stream.status).toBe(status);
    if (status !== 200) {
      expect(stream.headers.get('content-type')).toBe('application/problem+json');
      if (key !== undefined) expect(stream.body).not.toContain(key);
    }
  });
});
