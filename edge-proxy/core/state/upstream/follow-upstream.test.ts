import { beforeEach, describe, expect, it } from 'vitest';
import { evaluate } from '../../../../shared/evaluation/index.ts';
import type { RelaySnapshot, SdkKeyRecord } from '../../../../shared/keys/sdk-key.ts';
import { type LogFields, type Logger, silentLogger } from '../../../../shared/logging/logger.ts';
import { PRODUCT_VERSION } from '../../../../shared/model/product-version.ts';
import { encodeDelta } from '../../../../shared/streaming/stream-source.ts';
import { createFakeUpstream, type FakeUpstream } from '../../../../test/support/edge/fake-upstream.ts';
import { keyRecord, NOW, OTHER, OWN } from '../../../../test/support/edge/test-edge.ts';
import { booleanFlag } from '../../../../test/support/flags.ts';
import { createManualClock, flushTasks, type ManualClock } from '../../../../test/support/manual-clock.ts';
import { createEdgeState, type EdgeState } from '../edge-state.ts';
import { followUpstream, type Upstream } from './follow-upstream.ts';
import { EDGE_READER } from './upstream.ts';

const PROJECT = '99999999-9999-4999-8999-999999999999';
const RELAY_KEY = `sf_rly_${'r'.repeat(43)}`;

let clock: ManualClock;
let upstream: FakeUpstream;
let state: EdgeState;
let lines: { readonly message: string; readonly fields: LogFields | undefined }[];
let serverKey: SdkKeyRecord;

beforeEach(async () => {
  clock = createManualClock(NOW);
  upstream = createFakeUpstream(clock);
  state = createEdgeState({ now: clock.now, keysMaxAgeMs: Number.POSITIVE_INFINITY });
  lines = [];
  const id = '55555555-5555-4555-8555-555555555555';
  serverKey = { ...(await keyRecord('server', 'own', [OWN])), id };
  upstream.setRelay('1-aa', relayOf([OWN], [serverKey]));
  upstream.setFlags(OWN, '5-aa', [booleanFlag('banner')]);
});

function relayOf(environmentIds: readonly string[], keys: readonly SdkKeyRecord[] = []): RelaySnapshot {
  const environments = environmentIds.map((id) => ({
    id,
    key: id === OWN ? 'production' : 'staging',
    name: 'An environment',
    privateAttributes: ['email'],
  }));
  return { protocol: 1, projectId: PROJECT, environments, keys };
}

async function follow(onRejected: 'keep' | 'close' = 'keep'): Promise<Upstream> {
  const note = (message: string, fields?: LogFields) => void lines.push({ message, fields });
  const logger: Logger = { ...silentLogger, info: note, warn: note, error: note };
  const following = followUpstream(
    { ...clock, random: () => 0.5, logger, fetch: upstream.fetch, state },
    { url: 'http://upstream.test', key: RELAY_KEY, onRejected },
  );
  await flushTasks();
  return following;
}

function servedValue(flagKey: string, environmentId = OWN): unknown {
  const environment = state.environment(environmentId);
  return environment === undefined ? undefined : evaluate(environment.set, flagKey, {}).value;
}

describe('an edge that follows its upstream', () => {
  it('reads environments and keys, then the flags of each environment', async () => {
    await follow();
    expect(upstream.requests.map(({ path }) => path)).toEqual([
      '/relay/stream',
      `/stream?environment=${OWN}`,
    ]);
    expect(state.keys()?.find(serverKey.hash)).toMatchObject({ kind: 'server' });
    expect(state.environment(OWN)).toMatchObject({ position: '5-aa', currentAsOf: NOW });
    expect(state.privateAttributes(OWN)).toEqual(['email']);
    expect(servedValue('banner')).toBe(true);
  });

  it('says who it is and what it understands on every stream', async () => {
    const identities: (string | undefined)[] = [];
    const fetch: typeof upstream.fetch = (url, request) => {
      const headers = new Headers(request?.headers);
      identities.push(headers.get('flags-reader') ?? undefined);
      expect(headers.get('flags-features')).toBe('semver-neq');
      return upstream.fetch(url, request);
    };
    const deps = { ...clock, random: () => 0.5, logger: silentLogger, fetch, state };
    const options = { url: 'http://upstream.test', key: RELAY_KEY, onRejected: 'keep' } as const;
    followUpstream(deps, { ...options, reader: { ...EDGE_READER, instance: 'i-1' } });
    await flushTasks();
    const name = `name="solid-fortnight-edge", version="${PRODUCT_VERSION}", kind="edge"`;
    expect(identities).toEqual(Array(2).fill(`${name}, instance="i-1"`));
    identities.length = 0;
    followUpstream(deps, options);
    await flushTasks();
    expect(identities).toEqual(Array(2).fill(name));
  });

  it('reports every 15 s what it holds and who reads from it, and rarely to an upstream that takes no reports', async () => {
    const sdk = { environmentId: OWN, identity: { name: 'sdk' }, features: ['semver-neq'], streams: 3 };
    let readers = [sdk];
    const following = followUpstream(
      { ...clock, random: () => 0.5, logger: silentLogger, fetch: upstream.fetch, state },
      {
        url: 'http://upstream.test',
        key: RELAY_KEY,
        onRejected: 'keep',
        reader: { instance: 'i-1' },
        readers: () => readers,
      },
    );
    await flushTasks();
    const report = (position: string) => ({ instance: 'i-1', positions: { [OWN]: position } });
    await clock.advanceAsync(15_000);
    readers = [];
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6 })]);
    await clock.advanceAsync(15_000);
    expect(upstream.reports).toEqual([{ ...report('5-aa'), readers: [sdk] }, report('6-bb')]);

    upstream.reportStatus = 404;
    await clock.advanceAsync(15_000 + 590_000);
    expect(upstream.reports).toHaveLength(3);
    upstream.reportStatus = 503;
    await clock.advanceAsync(10_000);
    expect(upstream.reports).toHaveLength(4);
    await clock.advanceAsync(30_000);
    expect(upstream.reports).toHaveLength(6);

    following.stop();
    await clock.advanceAsync(600_000);
    expect(upstream.reports).toHaveLength(6);
  });

  it('applies deltas, and compiles only the flags that changed', async () => {
    upstream.setFlags(OWN, '5-aa', [booleanFlag('banner'), booleanFlag('old'), booleanFlag('same')]);
    await follow();
    const before = state.environment(OWN);
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { enabled: false, version: 6 })], ['old']);
    await flushTasks();
    expect(state.environment(OWN)?.position).toBe('6-bb');
    expect(servedValue('banner')).toBe(false);
    expect(state.environment(OWN)?.set.flags.has('old')).toBe(false);
    expect(before?.set.flags.has('old')).toBe(true);
    expect(state.environment(OWN)?.set.flags.get('same')).toBe(before?.set.flags.get('same'));
  });

  it('follows a new environment, and erases a removed one', async () => {
    await follow();
    upstream.setFlags(OTHER, '1-cc', [booleanFlag('theirs')]);
    upstream.setRelay('2-bb', relayOf([OWN, OTHER]));
    await flushTasks();
    expect(servedValue('theirs', OTHER)).toBe(true);
    upstream.setRelay('3-cc', relayOf([OTHER]));
    await flushTasks();
    expect(state.environment(OWN)).toBeUndefined();
    expect(state.privateAttributes(OWN)).toBeUndefined();
    expect(servedValue('theirs', OTHER)).toBe(true);
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { version: 6 })]);
    await flushTasks();
    expect(state.environment(OWN)).toBeUndefined();
  });

  it('soon retries an environment that the replica which answered has not received yet', async () => {
    await follow();
    upstream.setRelay('2-bb', relayOf([OWN, OTHER]));
    await flushTasks();
    expect(state.readiness().environments).toMatchObject([{}, { id: OTHER, position: null }]);
    upstream.setFlags(OTHER, '1-cc', [booleanFlag('theirs')]);
    await clock.advanceAsync(1_000);
    expect(servedValue('theirs', OTHER)).toBe(true);
  });

  it('retries a rejected environment at once when the relay stream changes', async () => {
    const streamsOf = (id: string) => upstream.requests.filter(({ path }) => path.includes(id)).length;
    upstream.setRelay('1-aa', relayOf([OWN, OTHER]));
    await follow();
    await clock.advanceAsync(10 * 60_000); // the pauses between retries have become long
    upstream.setFlags(OTHER, '1-cc', [booleanFlag('theirs')]);
    const before = streamsOf(OTHER);
    await clock.advanceAsync(100);
    expect([streamsOf(OTHER), state.environment(OTHER)]).toEqual([before, undefined]);
    upstream.setRelay('2-bb', relayOf([OWN, OTHER]));
    await flushTasks();
    expect(streamsOf(OTHER)).toBe(before + 1);
    expect(servedValue('theirs', OTHER)).toBe(true);
    expect(streamsOf(OWN)).toBe(1);
  });

  it('retries a rejected environment at once when the relay stream is connected again', async () => {
    upstream.refuseStream(OWN, 403);
    await follow();
    await clock.advanceAsync(10 * 60_000);
    upstream.refuseStream(OWN, undefined);
    expect(state.environment(OWN)).toBeUndefined();
    upstream.requests.length = 0;
    upstream.hangUp();
    await clock.advanceAsync(1_000);
    expect(upstream.requests).toEqual([
      { path: '/relay/stream', lastEventId: '1-aa' },
      { path: `/stream?environment=${OWN}`, lastEventId: undefined },
    ]);
    expect(servedValue('banner')).toBe(true);
  });

  it('drops a revoked key as soon as the relay stream sends the revocation', async () => {
    await follow();
    upstream.setRelay('2-bb', relayOf([OWN]));
    await flushTasks();
    expect(state.keys()?.find(serverKey.hash)).toBeUndefined();
  });
});

describe('an edge whose upstream is unreachable', () => {
  it('serves what it has, reconnects and resumes where it was', async () => {
    await follow();
    upstream.answerWith(503);
    upstream.hangUp();
    await clock.advanceAsync(60_000);
    expect(servedValue('banner')).toBe(true);
    expect(state.keys()?.size).toBe(1);
    expect(state.environment(OWN)?.currentAsOf).toBe(NOW);

    upstream.change(OWN, '6-bb', [booleanFlag('banner', { enabled: false, version: 6 })]);
    upstream.answerWith(undefined);
    upstream.requests.length = 0;
    await clock.advanceAsync(10_000);
    expect(upstream.requests).toEqual(
      expect.arrayContaining([
        { path: '/relay/stream', lastEventId: '1-aa' },
        { path: `/stream?environment=${OWN}`, lastEventId: '5-aa' },
      ]),
    );
    expect(servedValue('banner')).toBe(false);
  });

  it('retries with growing pauses', async () => {
    upstream.answerWith(503);
    await follow();
    const attemptsIn = async (ms: number) => {
      upstream.requests.length = 0;
      await clock.advanceAsync(ms);
      return upstream.requests.length;
    };
    expect(await attemptsIn(10_000)).toBeGreaterThanOrEqual(3);
    await attemptsIn(60_000);
    expect(await attemptsIn(60_000)).toBeLessThanOrEqual(10);
  });

  it('notices a connection that is only half open, and reconnects', async () => {
    await follow();
    await clock.advanceAsync(10_000);
    upstream.goSilent();
    upstream.requests.length = 0;
    await clock.advanceAsync(30_000);
    expect(upstream.requests).toEqual([]);
    await clock.advanceAsync(10_000);
    expect(upstream.requests.map(({ path }) => path)).toContain(`/stream?environment=${OWN}`);
    expect(servedValue('banner')).toBe(true);
  });

  it('trusts its keys only for KEYS_MAX_AGE', async () => {
    state = createEdgeState({ now: clock.now, keysMaxAgeMs: 60_000 });
    await follow();
    upstream.answerWith(503);
    upstream.hangUp();
    await clock.advanceAsync(59_000);
    expect(state.keys()?.size).toBe(1);
    await clock.advanceAsync(2_000);
    expect(state.keys()).toBeUndefined();
    expect(state.readiness().keysKnown).toBe(false);
    expect(servedValue('banner')).toBe(true);
  });
});

describe('an edge whose upstream refuses it', () => {
  it.each([401, 403])('keeps flags and keys on %i, and retries slowly and without end', async (status) => {
    await follow();
    upstream.answerWith(status);
    upstream.hangUp();
    await clock.advanceAsync(60 * 60_000);
    expect(servedValue('banner')).toBe(true);
    expect(state.keys()?.size).toBe(1);
    upstream.requests.length = 0;
    await clock.advanceAsync(10 * 60_000);
    const perStream = upstream.requests.filter(({ path }) => path === '/relay/stream').length;
    expect(perStream).toBeGreaterThanOrEqual(9);
    expect(perStream).toBeLessThanOrEqual(20);

    upstream.setFlags(OWN, '9-zz', []);
    upstream.answerWith(undefined);
    await clock.advanceAsync(60_000);
    expect(state.environment(OWN)?.position).toBe('9-zz');
  });

  it('erases them if it is configured to, and starts from nothing when its key is accepted again', async () => {
    await follow('close');
    upstream.answerWith(401);
    upstream.hangUp();
    await clock.advanceAsync(1_000);
    expect(state.environment(OWN)).toBeUndefined();
    expect(state.keys()).toBeUndefined();
    expect(state.readiness()).toEqual({ keysKnown: false, environments: [] });

    upstream.answerWith(undefined);
    upstream.requests.length = 0;
    await clock.advanceAsync(60_000);
    expect(upstream.requests[0]).toEqual({ path: '/relay/stream', lastEventId: undefined });
    expect(servedValue('banner')).toBe(true);
  });

  it('erases only the flags that the upstream refuses, and retries within a minute', async () => {
    upstream.setRelay('1-aa', relayOf([OWN, OTHER]));
    upstream.setFlags(OTHER, '1-cc', [booleanFlag('theirs')]);
    await follow('close');
    upstream.refuseStream(OTHER, 403);
    await clock.advanceAsync(20_000);
    expect(state.environment(OTHER)).toBeUndefined();
    expect(servedValue('banner')).toBe(true);
    expect(state.keys()).toBeDefined();
    upstream.refuseStream(OTHER, undefined);
    await clock.advanceAsync(60_000);
    expect(servedValue('theirs', OTHER)).toBe(true);
  });

  it('erases everything when only the relay stream is refused, and ends the streams of flags', async () => {
    const following = await follow('close');
    upstream.refuseStream(null, 401);
    await clock.advanceAsync(5_000);
    expect([state.keys(), state.environment(OWN)]).toEqual([undefined, undefined]);
    expect(following.streams()).toEqual([{ environmentId: null, state: 'stopped' }]);
    upstream.requests.length = 0;
    upstream.hangUp();
    await clock.advanceAsync(20_000);
    expect(upstream.requests).toEqual([]);
  });

  it('never logs its key', async () => {
    upstream.answerWith(401);
    await follow();
    await clock.advanceAsync(60_000);
    expect(lines.some(({ fields }) => fields?.check === 'RELAY_KEY')).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(RELAY_KEY);
  });
});

describe('an upstream that errs', () => {
  const gap = encodeDelta({
    from: '7-xx',
    to: '8-xx',
    deleted: { flags: ['banner'], segments: [] },
    flags: [],
    segments: [],
    committedAt: '2026-01-01T00:00:00.000Z',
  });
  const text = new TextEncoder();

  it.each([
    ['a delta from another position', gap],
    ['a snapshot that is no JSON', text.encode('event: snapshot\nid: 9-aa\ndata: {\n\n')],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x0a])],
  ])('sends a whole snapshot after %s; what is held stays in use', async (_, bytes) => {
    await follow();
    upstream.requests.length = 0;
    upstream.inject(OWN, bytes);
    await flushTasks();
    expect(servedValue('banner')).toBe(true);
    await clock.advanceAsync(2_000);
    expect(upstream.requests).toEqual([{ path: `/stream?environment=${OWN}`, lastEventId: undefined }]);
    upstream.change(OWN, '6-bb', [booleanFlag('banner', { enabled: false, version: 6 })]);
    await flushTasks();
    expect(servedValue('banner')).toBe(false);
  });

  it('may go back to an older snapshot: a backup was restored', async () => {
    await follow();
    upstream.setFlags(OWN, '3-old', [booleanFlag('banner', { enabled: false })]);
    await flushTasks();
    expect(state.environment(OWN)?.position).toBe('3-old');
    expect(servedValue('banner')).toBe(false);
  });
});

describe('an edge that stops', () => {
  it('does not retry after a rejection', async () => {
    upstream.answerWith(401);
    const following = await follow('close');
    following.stop();
    upstream.requests.length = 0;
    await clock.advanceAsync(120_000);
    expect(upstream.requests).toEqual([]);
  });

  it('closes its streams and sends no more requests', async () => {
    const following = await follow();
    following.stop();
    upstream.requests.length = 0;
    upstream.hangUp();
    await clock.advanceAsync(120_000);
    expect(upstream.requests).toEqual([]);
  });
});
