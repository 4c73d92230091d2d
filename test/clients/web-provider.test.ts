import { OFREPWebProvider, type OFREPWebProviderOptions } from '@openfeature/ofrep-web-provider';
import { ErrorCode, OpenFeature, ProviderEvents, StandardResolutionReasons } from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { eventually } from '../support/eventually.ts';
import { startNodeEdge } from '../support/system.ts';
import { createFlags, METADATA } from './client-flags.ts';
import { noticeStreamOf } from './notice-stream.ts';
import { createRecordingFetch } from './recording-fetch.ts';

/** OpenFeature's web SDK with its OFREP provider, as a server-rendered page or a desktop application runs it. */
describe('OFREP web provider in Node', () => {
  const setting = useSetting({ startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
  beforeAll(() => createFlags(setting()));
  afterEach(async () => {
    await OpenFeature.clearProviders();
    await OpenFeature.clearContext();
    vi.unstubAllGlobals();
  });
  afterAll(() => OpenFeature.close());

  function providerOf(options: Partial<OFREPWebProviderOptions>, key = setting().keys.client) {
    const network = createRecordingFetch();
    const provider = new OFREPWebProvider({
      baseUrl: setting().edge.url,
      headers: [['Authorization', `Bearer ${key}`]],
      cacheMode: 'disabled',
      fetchImplementation: network.fetch,
      ...options,
    });
    // Its type allows `hooks: undefined`, which the SDK's type does not: it has none either way.
    return { provider: Object.assign(provider, { hooks: [] }), ...network };
  }

  describe('polling', () => {
    it('resolves values of every type from one bulk evaluation', async () => {
      const { provider, exchanges } = providerOf({ changeDetection: 'none' });
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1', plan: 'premium' });
      const client = OpenFeature.getClient();
      expect(client.getBooleanValue('banner', false)).toBe(true);
      expect(client.getNumberValue('price', 0)).toBe(19.5);
      expect(client.getObjectValue('theme', {})).toEqual({ mode: 'dark', colours: ['#000', '#eee'] });
      expect(client.getStringDetails('greeting', 'code default')).toMatchObject({
        value: 'Hi',
        variant: 'casual',
        reason: StandardResolutionReasons.TARGETING_MATCH,
        flagMetadata: { ...METADATA, flagVersion: expect.any(Number) },
      });
      expect(exchanges).toHaveLength(1);
    });

    it('gives the code default for what has no value, is unknown, hidden or of another type', async () => {
      const { provider } = providerOf({ changeDetection: 'none' });
      await OpenFeature.setProviderAndWait(provider, { plan: 'premium' });
      const client = OpenFeature.getClient();
      for (const flagKey of ['undecided', 'undecided-on']) {
        expect(client.getBooleanDetails(flagKey, true)).toMatchObject({ value: true });
        expect(client.getBooleanDetails(flagKey, true).errorCode).toBeUndefined();
      }
      const errors = {
        'no-such-flag': ErrorCode.FLAG_NOT_FOUND,
        'server-only': ErrorCode.FLAG_NOT_FOUND,
        greeting: ErrorCode.TYPE_MISMATCH,
        gradual: ErrorCode.TARGETING_KEY_MISSING,
      };
      for (const [flagKey, errorCode] of Object.entries(errors)) {
        expect(client.getBooleanDetails(flagKey, true)).toMatchObject({ value: true, errorCode });
      }
      expect(client.getBooleanValue('banner', false)).toBe(true);
    });

    it('gets 304 while nothing changes, and a change with the next poll', async () => {
      const { api, projectId, flagIsOn } = setting();
      await flagIsOn({ key: 'polled', clientSide: true });
      const { provider, exchanges } = providerOf({ pollInterval: 100 });
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1' });
      const [first] = exchanges;
      await eventually('three polls', () => exchanges.length >= 4);
      const polls = exchanges.slice(1);
      expect(new Set(polls.map(({ status }) => status))).toEqual(new Set([304]));
      expect(new Set(polls.map(({ ifNoneMatch }) => ifNoneMatch))).toEqual(new Set([first?.etag]));

      await api.configure(projectId, 'polled', 'production', { enabled: false });
      const client = OpenFeature.getClient();
      await eventually('the change', () => !client.getBooleanValue('polled', true), 5_000);
      const changed = exchanges.findLast(({ status }) => status === 200);
      expect(changed?.etag).not.toBe(first?.etag);
    });

    it('gets other values when an attribute changes under the same targeting key', async () => {
      const { provider, exchanges } = providerOf({ changeDetection: 'none' });
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1', plan: 'free' });
      const client = OpenFeature.getClient();
      expect(client.getStringValue('greeting', '')).toBe('Good day');
      await OpenFeature.setContext({ targetingKey: 'u-1', plan: 'premium' });
      expect(client.getStringValue('greeting', '')).toBe('Hi');
      expect(exchanges.map(({ status }) => status)).toEqual([200, 200]);
      expect(exchanges[1]?.ifNoneMatch).toBe(exchanges[0]?.etag);
    });

    it('fails for good with a key that is unknown', async () => {
      const { provider } = providerOf({}, `sf_cli_${'A'.repeat(43)}`);
      await expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow('Initialization failed');
      const details = OpenFeature.getClient().getBooleanDetails('banner', false);
      expect(details).toMatchObject({ value: false, errorCode: ErrorCode.PROVIDER_FATAL });
    });
  });

  describe('listening to the event stream', () => {
    it('is up to date soon after a change, without polling', async () => {
      vi.stubGlobal('EventSource', EventSource);
      const { api, projectId, flagIsOn } = setting();
      await flagIsOn({ key: 'live', clientSide: true });
      const { provider, exchanges } = providerOf({});
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1' });
      const client = OpenFeature.getClient();
      const changedFlags: string[] = [];
      client.addHandler(ProviderEvents.ConfigurationChanged, (details) => {
        changedFlags.push(...(details?.flagsChanged ?? []));
      });
      await eventually('it was told to evaluate on connecting', () => exchanges.length === 2);

      await api.configure(projectId, 'live', 'production', { enabled: false });
      await eventually('the change', () => !client.getBooleanValue('live', true), 3_000);
      expect(changedFlags).toEqual(['live']);
      expect(new URL(exchanges.at(-1)?.url ?? '').searchParams.get('flagConfigEtag')).toMatch(/^\d+-\w+$/);
    });

    it('gets no notice for flags that are not visible to clients', async () => {
      vi.stubGlobal('EventSource', EventSource);
      const { api, projectId } = setting();
      const { provider, exchanges } = providerOf({});
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1' });
      await eventually('it was told to evaluate on connecting', () => exchanges.length === 2);
      await api.configure(projectId, 'server-only', 'production', { enabled: false });
      await api.configure(projectId, 'banner', 'production', { enabled: false });
      const client = OpenFeature.getClient();
      await eventually('the other change', () => !client.getBooleanValue('banner', true), 3_000);
      expect(exchanges).toHaveLength(3);
      await api.configure(projectId, 'banner', 'production', { enabled: true });
    });

    it('keeps its values when its key is revoked, and marks them as stale', async () => {
      vi.stubGlobal('EventSource', EventSource);
      const { api, edge, projectId } = setting();
      const key = await api.createKey(projectId, { kind: 'client', environmentKey: 'production' });
      await eventually('the edge knows the key', () => noticeStreamOf(edge.url, key.secret));
      const { provider, exchanges } = providerOf({}, key.secret);
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1' });
      const client = OpenFeature.getClient();
      let stale = false;
      client.addHandler(ProviderEvents.Stale, () => {
        stale = true;
      });
      await api.revokeKey(projectId, key.id);
      await eventually('it noticed', () => stale, 3_000);
      await eventually('it asked in vain', () => exchanges.some(({ status }) => status === 401));
      expect(client.getNumberValue('price', 0)).toBe(19.5);
    });

    it('catches up by itself with what changed while the edge was away', async () => {
      vi.stubGlobal('EventSource', EventSource);
      const { api, edge, projectId, flagIsOn } = setting();
      await flagIsOn({ key: 'missed', clientSide: true });
      const { provider } = providerOf({});
      await OpenFeature.setProviderAndWait(provider, { targetingKey: 'u-1' });
      const client = OpenFeature.getClient();
      await edge.process.kill();
      await api.configure(projectId, 'missed', 'production', { enabled: false });
      expect(client.getBooleanValue('missed', false)).toBe(true);
      await edge.process.start();
      await eventually('the change', () => !client.getBooleanValue('missed', true), 15_000);
    });
  });
});
