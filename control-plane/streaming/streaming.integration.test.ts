import { request } from 'node:http';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { flagChannel } from '../../shared/sync/reader/channel.ts';
import { applyDelta, type Replica, replicaFromSnapshot, toSnapshot } from '../../shared/sync/replica.ts';
import {
  type StreamingSetting,
  type StreamingSettingOptions,
  startStreaming,
} from '../../test/support/control-plane/streaming-fixture.ts';
import { type RedisServer, startRedisServer } from '../../test/support/redis-server.ts';
import type { SseClient } from '../../test/support/sse-client.ts';

/** Longest way of what no hint tells: a sweep every two seconds, and the reading after it. */
const BY_SWEEP_MS = 2_500;

let redis: RedisServer;
let at: StreamingSetting;
const ends: (() => Promise<unknown>)[] = [];
const start = async (options: StreamingSettingOptions = {}) => {
  at = await startStreaming(options);
  ends.push(at.stop);
};
beforeAll(async () => {
  redis = await startRedisServer();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => redis?.stop());

/** What a reader holds after everything it was sent; a gap or a malformed event fails the test. */
function heldBy(stream: SseClient): Replica {
  let replica: Replica | null = null;
  for (const event of stream.events) {
    const message = flagChannel.read(event);
    if (message?.type === 'snapshot') replica = replicaFromSnapshot(message.position, message.data);
    else if (message?.type === 'delta') replica = replica && applyDelta(replica, message.data);
    if (message === null || message.type === 'fault' || replica === null)
      throw new Error(JSON.stringify(message));
  }
  if (replica === null) throw new Error('nothing has arrived');
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

/** How long until `probe` answers `true`; fails past `limitMs`. */
async function timeUntil(probe: () => unknown, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  await expect.poll(probe, { timeout: limitMs, interval: 10 }).toBe(true);
  return performance.now() - startedAt;
}

describe('a change', () => {
  it('made through one control plane reaches readers of another at once with Redis', async () => {
    await start({ controlPlanes: 2, redisUrl: redis.url });
    await at.createFlag('fast');
    const stream = await at.open('/stream', { key: (await at.createKey('server')).secret, at: 1 });
    await firstEvent(stream);
    await at.configure('fast', { enabled: true });
    await timeUntil(isEnabled(stream, 'fast'), 1_000);
  });

  it('whose hint was lost arrives by the sweep', async () => {
    await start({ controlPlanes: 2, redisUrl: redis.url, loseHints: true });
    await at.createFlag('swept');
    const stream = await at.open('/stream', { key: (await at.createKey('server')).secret, at: 1 });
    await firstEvent(stream);
    await at.configure('swept', { enabled: true });
    await timeUntil(isEnabled(stream, 'swept'), BY_SWEEP_MS);
  });

  it('is neither failed nor lost by a Redis that dies, and its hints work again when it is back', async () => {
    const killedRedis = await startRedisServer();
    ends.push(killedRedis.stop);
    await start({ controlPlanes: 2, redisUrl: killedRedis.url });
    await at.createFlag('steady');
    const stream = await at.open('/stream', { key: (await at.createKey('server')).secret, at: 1 });
    await firstEvent(stream);
    await killedRedis.kill();
    await at.configure('steady', { enabled: true });
    await timeUntil(isEnabled(stream, 'steady'), BY_SWEEP_MS);
    await killedRedis.start();
    // What the sweep finds takes up to two seconds; several in a row, each within one, came by hint.
    await expect
      .poll(
        async () => {
          const times: number[] = [];
          for (const enabled of [false, true, false]) {
            const startedAt = performance.now();
            await at.configure('steady', { enabled });
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

  it('is never seen half: readers that join amid concurrent writers end with the same flags as a fresh one', async () => {
    await start({ controlPlanes: 2, redisUrl: redis.url });
    const { secret: key } = await at.createKey('server');
    const writers = ['w1', 'w2', 'w3'].map(async (name) => {
      await at.createFlag(name);
      await at.api.createSegment(at.projectId, { key: name, included: ['u1'] });
      for (let round = 0; round < 6; round += 1) {
        await at.configure(name, { enabled: round % 2 === 0 });
        await at.api.updateSegment(at.projectId, name, { included: [`u${round}`] });
      }
      await at.api.archiveFlag(at.projectId, name);
      if (name !== 'w1') await at.api.restoreFlag(at.projectId, name);
    });
    const readers: SseClient[] = [];
    const joining = (async () => {
      for (let index = 0; index < 8; index += 1) {
        const reader = await at.open('/stream', { key, at: index % 2 });
        await firstEvent(reader);
        readers.push(reader);
      }
    })();
    await Promise.all([...writers, joining]);
    const fresh = await at.open('/stream', { key });
    await firstEvent(fresh);
    for (const reader of readers) {
      await expect.poll(() => heldBy(reader).position, { timeout: 5_000 }).toBe(heldBy(fresh).position);
      expect(content(heldBy(reader))).toEqual(content(heldBy(fresh)));
    }
    expect([...heldBy(fresh).flags.keys()].sort()).toEqual(['w2', 'w3']);
  });

  it('lost with the primary is taken back from everybody when a backup is restored', async () => {
    await start();
    await at.createFlag('kept');
    const stream = await at.open('/stream', { key: (await at.createKey('server')).secret });
    await firstEvent(stream);
    const kept = heldBy(stream).position;
    await at.configure('kept', { enabled: true });
    await timeUntil(isEnabled(stream, 'kept'), 1_000);
    await restore(at, kept);
    await expect.poll(() => heldBy(stream).position, { timeout: BY_SWEEP_MS }).toBe(kept);
    expect(heldBy(stream).flags.get('kept')?.enabled).toBe(false);
  });

  it('that brings a lost number back with another token is not taken for the lost one', async () => {
    await start();
    await at.createFlag('twice');
    const { secret: key } = await at.createKey('server');
    const before = await at.open('/stream', { key });
    const { id: kept } = await firstEvent(before);
    await at.configure('twice', { defaultValue: true });
    await expect.poll(() => before.events.length).toBe(2);
    const lost = heldBy(before).position;
    before.close();
    await restore(at, kept);
    await at.configure('twice', { enabled: true });
    const after = await at.open('/stream', { key, lastEventId: lost });
    expect((await firstEvent(after)).event).toBe('snapshot');
    expect(heldBy(after).position.split('-')[0]).toBe(lost.split('-')[0]);
    expect(heldBy(after).position).not.toBe(lost);
  });
});

/** What a restored backup does to the tables, for one flag's configuration: later versions never were. */
async function restore({ database, environment }: StreamingSetting, position: string): Promise<void> {
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
    ['within a second of its key being revoked, with Redis', true, 1_000],
    ['by the sweep where the hint is lost', false, BY_SWEEP_MS],
  ])('%s', async (_, hints, limitMs) => {
    await start({ controlPlanes: 2, redisUrl: redis.url, loseHints: !hints });
    const [server, relay, other] = [
      await at.createKey('server'),
      await at.createKey('relay'),
      await at.createKey('relay'),
    ];
    const open = (path: string, key: string) => at.open(path, { key, at: 1 });
    const flags = await open('/stream', server.secret);
    const keys = await open('/relay/stream', relay.secret);
    const relayed = await open(`/stream?environment=${at.environment.id}`, relay.secret);
    const unharmed = await open('/relay/stream', other.secret);
    await Promise.all([flags, keys, relayed, unharmed].map(firstEvent));
    await at.revokeKey(server.id);
    await timeUntil(() => flags.ended, limitMs);
    await at.revokeKey(relay.id);
    await timeUntil(() => keys.ended && relayed.ended, limitMs);
    expect(unharmed.ended).toBe(false);
    expect((await open('/stream', server.secret)).status).toBe(401);
  });

  it('when its key expires', async () => {
    await start();
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const stream = await at.open('/stream', { key: (await at.createKey('server', { expiresAt })).secret });
    await firstEvent(stream);
    expect(stream.ended).toBe(false);
    await timeUntil(() => stream.ended, 2_500);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });

  it('when its environment is deleted, and the relay stream goes on without it', async () => {
    await start();
    const server = await at.createKey('server');
    const relay = await at.createKey('relay');
    const flags = await at.open('/stream', { key: server.secret });
    const relayed = await at.open(`/stream?environment=${at.environment.id}`, { key: relay.secret });
    const keys = await at.open('/relay/stream', { key: relay.secret });
    await Promise.all([flags, relayed, keys].map(firstEvent));
    await at.api.deleteEnvironment(at.projectId, 'production');
    await timeUntil(() => flags.ended && relayed.ended, 1_000);
    await expect.poll(() => keys.events.at(-1)?.data).not.toContain(at.environment.id);
    expect(keys.ended).toBe(false);
    expect((await at.open('/stream', { key: server.secret })).status).toBe(401);
    expect((await at.open(`/stream?environment=${at.environment.id}`, { key: relay.secret })).status).toBe(
      404,
    );
  });
});

it('a reader that takes nothing holds a bounded queue, slows nobody, and ends with the newest flags', async () => {
  await start();
  await at.createFlag('big');
  const { secret: key } = await at.createKey('server');
  const quick = await at.open('/stream', { key });
  await firstEvent(quick);
  const slow = await openPaused(`${at.controlPlanes[0]?.url}/stream`, key);
  await at.api.createFlag(at.projectId, {
    key: 'many',
    type: 'string',
    variations: values(0),
    defaultValue: '',
  });
  for (let round = 1; round <= 6; round += 1) await at.configure('many', { variations: values(round) });
  await at.configure('big', { enabled: true });
  await quick.until('the last change', ({ data }) => data.includes('"enabled":true'), 3_000);
  const sentToAll = quick.events.reduce((sum, event) => sum + event.data.length, 0);
  const events = await slow.readUntil((text) => text.includes('"enabled":true'));
  slow.close();
  expect(sentToAll).toBeGreaterThan(11_000_000);
  // It got what the kernel's buffers took and a bounded rest, the last of it a snapshot of what is true now.
  expect(events.text.length).toBeLessThan((sentToAll * 2) / 3);
  expect(events.text.slice(events.text.lastIndexOf('event: '))).toMatch(/^event: snapshot/);
}, 60_000);

/** Close to three megabytes of variations. */
function values(round: number) {
  return Array.from({ length: 48 }, (_, index) => ({ key: `v${index}`, value: `${round}`.repeat(60_000) }));
}

/** A reader that does not read until it is told to. */
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
