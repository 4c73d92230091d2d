import { request } from 'node:http';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { flagChannel } from '../../shared/sync/reader/channel.ts';
import { applyDelta, type Replica, replicaFromSnapshot, toSnapshot } from '../../shared/sync/replica.ts';
import {
  type StreamingFixture,
  type StreamingFixtureOptions,
  startStreamingFixture,
} from '../../test/support/control-plane/streaming-fixture.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import type { SseClient } from '../../test/support/sse-client.ts';

/** The longest delay of a change without a hint: the sweep runs every two seconds, and a reading follows. */
const BY_SWEEP_MS = 2_500;

let redis: RedisServer;
let fixture: StreamingFixture;
const ends: (() => Promise<unknown>)[] = [];
const start = async (options: StreamingFixtureOptions = {}) => {
  fixture = await startStreamingFixture(options);
  ends.push(fixture.stop);
};
beforeAll(async () => {
  redis = await startRedisServer();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => redis?.stop());

/** The state of a reader after all its events. A gap or an invalid event fails the test. */
function heldBy(stream: SseClient): Replica {
  let replica: Replica | null = null;
  for (const event of stream.events) {
    const message = flagChannel.read(event);
    if (message?.type === 'snapshot') replica = replicaFromSnapshot(message.position, message.data);
    else if (message?.type === 'delta') replica = replica && applyDelta(replica, message.data);
    if (message === null || message.type === 'fault' || replica === null)
      throw new Error(JSON.stringify(message));
  }
  if (replica === null) throw new Error('the reader got no event');
  return replica;
}

const content = (replica: Replica) => {
  const { flags, segments } = toSnapshot(replica);
  const byKey = <T extends { readonly key: string }>(items: readonly T[]) =>
    [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { flags: byKey(flags), segments: byKey(segments) };
};
const firstEvent = (stream: SseClient) => stream.until('its first event', () => true);
const isEnabled = (stream: SseClient, key: string) => () => heldBy(stream).flags.get(key)?.enabled;

/** The time until `probe` returns `true`. Fails after `limitMs`. */
async function timeUntil(probe: () => unknown, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  await expect.poll(probe, { timeout: limitMs, interval: 10 }).toBe(true);
  return performance.now() - startedAt;
}

describe('a change', () => {
  it('made through one control plane reaches readers of another at once with Redis', async () => {
    await start({ controlPlanes: 2, redisUrl: redis.url });
    await fixture.createFlag('fast');
    const stream = await fixture.open('/stream', { key: (await fixture.createKey('server')).secret, at: 1 });
    await firstEvent(stream);
    await fixture.configure('fast', { enabled: true });
    await timeUntil(isEnabled(stream, 'fast'), 1_000);
  });

  it('whose hint was lost arrives by the sweep', async () => {
    await start({ controlPlanes: 2, redisUrl: redis.url, loseHints: true });
    await fixture.createFlag('swept');
    const stream = await fixture.open('/stream', { key: (await fixture.createKey('server')).secret, at: 1 });
    await firstEvent(stream);
    await fixture.configure('swept', { enabled: true });
    await timeUntil(isEnabled(stream, 'swept'), BY_SWEEP_MS);
  });

  it('survives the end of Redis, and hints work again after its restart', async () => {
    const killedRedis = await startRedisServer();
    ends.push(killedRedis.stop);
    await start({ controlPlanes: 2, redisUrl: killedRedis.url });
    await fixture.createFlag('steady');
    const stream = await fixture.open('/stream', { key: (await fixture.createKey('server')).secret, at: 1 });
    await firstEvent(stream);
    await killedRedis.kill();
    await fixture.configure('steady', { enabled: true });
    await timeUntil(isEnabled(stream, 'steady'), BY_SWEEP_MS);
    await killedRedis.start();
    // The sweep needs up to two seconds. Several changes in a row that each arrive within one second came by hint.
    await expect
      .poll(
        async () => {
          const times: number[] = [];
          for (const enabled of [false, true, false]) {
            const startedAt = performance.now();
            await fixture.configure('steady', { enabled });
            while (isEnabled(stream, 'steady')() !== enabled)
              await new Promise((done) => setTimeout(done, 5));
            times.push(performance.now() - startedAt);
          }
          return Math.max(...times) < 900;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
  });

  it('is never read partially: readers that join during concurrent changes end with the same flags as a new reader', async () => {
    await start({ controlPlanes: 2, redisUrl: redis.url });
    const { secret: key } = await fixture.createKey('server');
    const writers = ['w1', 'w2', 'w3'].map(async (name) => {
      await fixture.createFlag(name);
      await fixture.api.createSegment(fixture.projectId, { key: name, included: ['u1'] });
      for (let round = 0; round < 6; round += 1) {
        await fixture.configure(name, { enabled: round % 2 === 0 });
        await fixture.api.updateSegment(fixture.projectId, name, { included: [`u${round}`] });
      }
      await fixture.api.archiveFlag(fixture.projectId, name);
      if (name !== 'w1') await fixture.api.restoreFlag(fixture.projectId, name);
    });
    const readers: SseClient[] = [];
    const joining = (async () => {
      for (let index = 0; index < 8; index += 1) {
        const reader = await fixture.open('/stream', { key, at: index % 2 });
        await firstEvent(reader);
        readers.push(reader);
      }
    })();
    await Promise.all([...writers, joining]);
    const fresh = await fixture.open('/stream', { key });
    await firstEvent(fresh);
    for (const reader of readers) {
      await expect.poll(() => heldBy(reader).position, { timeout: 5_000 }).toBe(heldBy(fresh).position);
      expect(content(heldBy(reader))).toEqual(content(heldBy(fresh)));
    }
    expect([...heldBy(fresh).flags.keys()].sort()).toEqual(['w2', 'w3']);
  });

  it('that is missing in a restored backup is undone at every reader', async () => {
    await start();
    await fixture.createFlag('kept');
    const stream = await fixture.open('/stream', { key: (await fixture.createKey('server')).secret });
    await firstEvent(stream);
    const kept = heldBy(stream).position;
    await fixture.configure('kept', { enabled: true });
    await timeUntil(isEnabled(stream, 'kept'), 1_000);
    await restore(fixture, kept);
    await expect.poll(() => heldBy(stream).position, { timeout: BY_SWEEP_MS }).toBe(kept);
    expect(heldBy(stream).flags.get('kept')?.enabled).toBe(false);
  });

  it('that reuses a lost version number has another token, so a reader of the lost version gets a snapshot', async () => {
    await start();
    await fixture.createFlag('twice');
    const { secret: key } = await fixture.createKey('server');
    const before = await fixture.open('/stream', { key });
    const { id: kept } = await firstEvent(before);
    await fixture.configure('twice', { defaultValue: true });
    await expect.poll(() => before.events.length).toBe(2);
    const lost = heldBy(before).position;
    before.close();
    await restore(fixture, kept);
    await fixture.configure('twice', { enabled: true });
    const after = await fixture.open('/stream', { key, lastEventId: lost });
    expect((await firstEvent(after)).event).toBe('snapshot');
    expect(heldBy(after).position.split('-')[0]).toBe(lost.split('-')[0]);
    expect(heldBy(after).position).not.toBe(lost);
  });
});

/** Changes the tables as a restored backup does, for one configuration: later versions do not exist. */
async function restore({ database, environment }: StreamingFixture, position: string): Promise<void> {
  const version = Number(position.split('-')[0]);
  const sql = postgres(database.url, { max: 1 });
  await sql.begin(async (tx) => {
    await tx`update flag_environments set version = ${version}, enabled = false, default_value = 'false'
      where environment_id = ${environment.id} and version > ${version}`;
    await tx`delete from environment_versions where environment_id = ${environment.id} and version > ${version}`;
    await tx`update environments set version = ${version} where id = ${environment.id}`;
  });
  await sql.end();
}

describe('a stream ends', () => {
  it.each([
    ['within a second after its key is revoked, with Redis', true, 1_000],
    ['by the sweep if the hint is lost', false, BY_SWEEP_MS],
  ])('%s', async (_, hints, limitMs) => {
    await start({ controlPlanes: 2, redisUrl: redis.url, loseHints: !hints });
    const [server, relay, other] = [
      await fixture.createKey('server'),
      await fixture.createKey('relay'),
      await fixture.createKey('relay'),
    ];
    const open = (path: string, key: string) => fixture.open(path, { key, at: 1 });
    const flags = await open('/stream', server.secret);
    const keys = await open('/relay/stream', relay.secret);
    const relayed = await open(`/stream?environment=${fixture.environment.id}`, relay.secret);
    const unharmed = await open('/relay/stream', other.secret);
    await Promise.all([flags, keys, relayed, unharmed].map(firstEvent));
    await fixture.revokeKey(server.id);
    await timeUntil(() => flags.ended, limitMs);
    await fixture.revokeKey(relay.id);
    await timeUntil(() => keys.ended && relayed.ended, limitMs);
    expect(unharmed.ended).toBe(false);
    expect((await open('/stream', server.secret)).status).toBe(401);
  });

  it('when its key expires', async () => {
    await start();
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const stream = await fixture.open('/stream', {
      key: (await fixture.createKey('server', { expiresAt })).secret,
    });
    await firstEvent(stream);
    expect(stream.ended).toBe(false);
    await timeUntil(() => stream.ended, 2_500);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });

  it('when its environment is deleted, and the relay stream continues without the environment', async () => {
    await start();
    const server = await fixture.createKey('server');
    const relay = await fixture.createKey('relay');
    const flags = await fixture.open('/stream', { key: server.secret });
    const relayed = await fixture.open(`/stream?environment=${fixture.environment.id}`, {
      key: relay.secret,
    });
    const keys = await fixture.open('/relay/stream', { key: relay.secret });
    await Promise.all([flags, relayed, keys].map(firstEvent));
    await fixture.api.deleteEnvironment(fixture.projectId, 'production');
    await timeUntil(() => flags.ended && relayed.ended, 1_000);
    await expect.poll(() => keys.events.at(-1)?.data).not.toContain(fixture.environment.id);
    expect(keys.ended).toBe(false);
    expect((await fixture.open('/stream', { key: server.secret })).status).toBe(401);
    expect(
      (await fixture.open(`/stream?environment=${fixture.environment.id}`, { key: relay.secret })).status,
    ).toBe(404);
  });
});

it('a reader that does not read has a bounded queue, does not slow the others, and ends with the newest flags', async () => {
  await start();
  await fixture.createFlag('big');
  const { secret: key } = await fixture.createKey('server');
  const quick = await fixture.open('/stream', { key });
  await firstEvent(quick);
  const slow = await openPaused(`${fixture.controlPlanes[0]?.url}/stream`, key);
  await fixture.api.createFlag(fixture.projectId, {
    key: 'many',
    type: 'string',
    variations: values(0),
    defaultValue: '',
  });
  for (let round = 1; round <= 6; round += 1) await fixture.configure('many', { variations: values(round) });
  await fixture.configure('big', { enabled: true });
  await quick.until('the last change', ({ data }) => data.includes('"enabled":true'), 3_000);
  const sentToAll = quick.events.reduce((sum, event) => sum + event.data.length, 0);
  const events = await slow.readUntil((text) => text.includes('"enabled":true'));
  slow.close();
  expect(sentToAll).toBeGreaterThan(11_000_000);
  // The reader gets what the buffers of the kernel held and a bounded rest, which ends with a snapshot of the current state.
  expect(events.text.length).toBeLessThan((sentToAll * 2) / 3);
  expect(events.text.slice(events.text.lastIndexOf('event: '))).toMatch(/^event: snapshot/);
}, 60_000);

/** Almost three megabytes of variations. */
function values(round: number) {
  return Array.from({ length: 48 }, (_, index) => ({ key: `v${index}`, value: `${round}`.repeat(60_000) }));
}

/** A reader that does not read until `readUntil`. */
async function openPaused(url: string, key: string) {
  const outgoing = request(url, { headers: { authorization: `Bearer ${key}` } });
  outgoing.end();
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  response.pause();
  return {
    async readUntil(isEnough: (text: string) => boolean) {
      let text = '';
      response.setEncoding('utf8');
      for await (const chunk of response) {
        text += chunk;
        if (text.endsWith('\n\n') && isEnough(text)) break;
      }
      return { text };
    },
    close: () => outgoing.destroy(),
  };
}
