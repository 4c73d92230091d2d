import { describe, expect, it } from 'vitest';
import {
  createStreamTokens,
  keyIdOf,
  TOKEN_WINDOW_MS,
} from '../../edge-proxy/core/api/ofrep/stream-token.ts';
import { hmacSha256 } from '../../edge-proxy/core/state/keys/hmac.ts';
import type { RelaySnapshot } from '../../shared/keys/sdk-key.ts';
import { eventually } from '../support/eventually.ts';
import { openStream, type SseClient, type SseEvent } from '../support/sse-client.ts';
import { bulkAt, faultsOfNotice, singleAt } from './ofrep-client.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

/** The streams that a bulk answer names: they carry change notices. */
export function describeOfrepStreams(setting: () => Setting, under: EdgeUnderTest): void {
  describe('change notices', () => {
    describeNotices(setting, under);
    describeReconnecting(setting, under);
    describeTokens(setting, under);
  });
}

/** The URL that a bulk answer offers to a key, as the web provider puts it together. */
export async function streamUrl({ edge }: Setting, key: string, targetingKey = 'u'): Promise<string> {
  const { body } = await bulkAt(edge.url, { key, context: { targetingKey } });
  const [stream] = body.eventStreams ?? [];
  expect(stream?.type).toBe('sse');
  return new URL(stream?.endpoint.requestUri ?? '', edge.url).href;
}

function noticeOf({ event, data }: SseEvent): { readonly etag: string; readonly lastModified: number } {
  expect(event).toBe('message');
  expect(faultsOfNotice(data)).toEqual([]);
  return JSON.parse(data);
}

async function first(stream: SseClient): Promise<SseEvent> {
  return stream.until('a notice', () => true);
}

function describeNotices(setting: () => Setting, under: EdgeUnderTest): void {
  it('begins with a notice, after which a client that has missed nothing gets a 304', async () => {
    const at = setting();
    const bulk = await bulkAt(at.edge.url, { key: at.keys.client, context: { targetingKey: 'u' } });
    const stream = await openStream(await streamUrl(at, at.keys.client));
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    const event = await first(stream);
    const { etag, lastModified } = noticeOf(event);
    expect(event.id).toBe(etag);
    const again = await bulkAt(at.edge.url, {
      key: at.keys.client,
      context: { targetingKey: 'u' },
      headers: { 'if-none-match': bulk.headers.get('etag') ?? '' },
      query: `?flagConfigEtag=${etag}&flagConfigLastModified=${lastModified}`,
    });
    expect(again.status).toBe(304);
    stream.close();
  });

  it('sends a notice of a change, and the next request gets the change', async () => {
    const at = setting();
    await at.flagIsOn({ key: 'ofrep-live', clientSide: true });
    const stream = await openStream(await streamUrl(at, at.keys.client));
    const { id } = await first(stream);
    await at.api.configure(at.projectId, 'ofrep-live', 'production', { enabled: false });
    const event = await stream.until('a change', (each) => each.id !== id, under.changeWithin);
    const { etag, lastModified } = noticeOf(event);
    expect(Math.abs(lastModified - Date.now() / 1000)).toBeLessThan(60);
    const { body, headers } = await bulkAt(at.edge.url, {
      key: at.keys.client,
      query: `?flagConfigEtag=${etag}&flagConfigLastModified=${lastModified}`,
    });
    expect(headers.get('flags-version')).toBe(etag);
    expect(body.flags?.find(({ key }) => key === 'ofrep-live')).toMatchObject({
      metadata: { enabled: false },
    });
    stream.close();
  });

  it('sends a client key no notice of changes that it cannot see', async () => {
    const at = setting();
    await at.flagIsOn({ key: 'ofrep-public', clientSide: true });
    await at.flagIsOn({ key: 'ofrep-secret' });
    const client = await openStream(await streamUrl(at, at.keys.client));
    const server = await openStream(await streamUrl(at, at.keys.server));
    await Promise.all([first(client), first(server)]);
    await at.api.configure(at.projectId, 'ofrep-secret', 'production', { enabled: false });
    await eventually('the server hears of it', () => server.events.length >= 2, under.changeWithin);
    await at.api.configure(at.projectId, 'ofrep-public', 'production', { enabled: false });
    await eventually('the server hears of both', () => server.events.length >= 3, under.changeWithin);
    await eventually('the client hears of the other', () => client.events.length >= 2, under.changeWithin);
    expect(client.events.map(({ id }) => id)).toEqual([server.events[0]?.id, server.events[2]?.id]);
    client.close();
    server.close();
  });
}

function describeReconnecting(setting: () => Setting, under: EdgeUnderTest): void {
  it('sends a reader that reconnects a notice only if it has missed a change', async () => {
    const at = setting();
    await at.flagIsOn({ key: 'ofrep-back', clientSide: true });
    const url = await streamUrl(at, at.keys.client);
    const before = await openStream(url);
    const { id } = await first(before);
    before.close();

    const unchanged = await openStream(url, { lastEventId: id });
    await eventually('a heartbeat', () => unchanged.comments.length > 0);
    await at.api.configure(at.projectId, 'ofrep-back', 'production', { enabled: false });
    await eventually('the change', () => unchanged.events.length > 0, under.changeWithin);
    expect(unchanged.events.map((event) => event.id)).not.toContain(id);
    unchanged.close();

    const missed = await openStream(url, { lastEventId: id });
    expect(noticeOf(await first(missed)).etag).toBe(unchanged.events[0]?.id);
    missed.close();
  });
}

function describeTokens(setting: () => Setting, under: EdgeUnderTest): void {
  it('offers the same URL to everybody with the same key, for as long as its window lasts', async () => {
    const at = setting();
    const url = await eventually('two in the same window', async () => {
      const [one, other] = [
        await streamUrl(at, at.keys.client, 'u-1'),
        await streamUrl(at, at.keys.client, 'u-2'),
      ];
      return one === other && one;
    });
    expect(await streamUrl(at, at.keys.server)).not.toBe(url);
  });

  it.each([
    ['no token', () => ''],
    ['an empty one', () => '?token='],
    ['one that was tampered with', (token: string) => `?token=${token.slice(0, -2)}AA`],
    ['one for another time', (token: string) => `?token=${token.replace(/\.\d+\./, '.9999999999.')}`],
    ['a text that is none', () => '?token=hello'],
  ])('refuses %s', async (_, queryOf) => {
    const at = setting();
    const token = new URL(await streamUrl(at, at.keys.client)).searchParams.get('token') ?? '';
    const stream = await openStream(`${at.edge.url}/ofrep/v1/stream${queryOf(token)}`);
    expect(stream.status).toBe(401);
    expect(JSON.parse(stream.body)).toEqual({
      errorCode: 'GENERAL',
      errorDetails: expect.any(String),
      metadata: {},
    });
  });

  it('opens nothing else with a token, and no notices with a key', async () => {
    const at = setting();
    const token = new URL(await streamUrl(at, at.keys.server)).searchParams.get('token') ?? '';
    expect((await singleAt(at.edge.url, 'ofrep-theme', { key: token })).status).toBe(401);
    expect((await openStream(`${at.edge.url}/stream?token=${token}`)).status).toBe(401);
    expect((await openStream(`${at.edge.url}/stream`, { key: token })).status).toBe(401);
    const withKey = await openStream(`${at.edge.url}/ofrep/v1/stream`, { key: at.keys.server });
    expect(withKey.status).toBe(401);
  });

  it('sends a reader with an expired token one notice, and ends', async () => {
    const at = setting();
    const url = await expiredUrl(at);
    const stream = await openStream(url);
    expect(stream.status).toBe(200);
    const event = await first(stream);
    noticeOf(event);
    await eventually('the end', () => stream.ended);
    expect(stream.events).toHaveLength(1);
    const back = await openStream(url, { lastEventId: event.id });
    expect(back.status).toBe(401);
  });

  it('ends with its key', async () => {
    const at = setting();
    const key = await at.api.createKey(at.projectId, { kind: 'client', environmentKey: 'production' });
    const url = await eventually('the key is taken', async () => {
      const { status } = await bulkAt(at.edge.url, { key: key.secret });
      return status === 200 && streamUrl(at, key.secret);
    });
    const stream = await openStream(url);
    await first(stream);
    await at.api.revokeKey(at.projectId, key.id);
    await eventually('the end', () => stream.ended, under.revocationWithin);
    await eventually(
      'the refusal',
      async () => (await openStream(url)).status === 401,
      under.revocationWithin,
    );
  });
}

/** A token as an edge would have made it some periods ago, from the secret of the relay stream. */
async function expiredUrl(at: Setting): Promise<string> {
  const { edge, keys, environmentId } = at;
  const relay = await openStream(`${edge.url}/relay/stream`, { key: keys.relay });
  const snapshot: RelaySnapshot = JSON.parse((await relay.until('keys', () => true)).data);
  relay.close();
  const secret = snapshot.environments.find(({ id }) => id === environmentId)?.streamSecret ?? '';
  expect(secret.length).toBeGreaterThanOrEqual(32);
  const url = new URL(await streamUrl(at, keys.client));
  const id = keyIdOf(url.searchParams.get('token') ?? '');
  const credential = {
    id,
    kind: 'client',
    hash: '',
    environmentIds: [environmentId],
    expiresAt: Number.POSITIVE_INFINITY,
  } as const;
  const tokens = createStreamTokens(hmacSha256, () => Date.now() - 4 * TOKEN_WINDOW_MS);
  url.searchParams.set('token', await tokens.ready(credential, environmentId, secret));
  return url.href;
}
