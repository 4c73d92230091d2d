import { OFREPProvider } from '@openfeature/ofrep-provider';
import { ErrorCode, OpenFeature, StandardResolutionReasons } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EdgeUnderTest, Setting } from '../contract/setting.ts';
import { eventually } from '../support/eventually.ts';
import { METADATA } from './client-flags.ts';

/** What an application gets that evaluates through OpenFeature's server SDK and its OFREP provider. */
export function describeServerProvider(setting: () => Setting, under: EdgeUnderTest): void {
  describe('the OFREP provider of the server SDK', () => {
    beforeAll(async () => {
      const { edge, keys } = setting();
      await OpenFeature.setProviderAndWait(providerOf(edge.url, keys.server));
    });
    afterAll(() => OpenFeature.clearProviders());

    describeValues();
    describeErrors(setting);
    describeChanges(setting, under);
  });
}

function providerOf(baseUrl: string, key: string): OFREPProvider {
  return new OFREPProvider({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
}

function describeValues(): void {
  const client = () => OpenFeature.getClient();
  const premium = { targetingKey: 'u-1', plan: 'premium' };

  it('resolves values of every type', async () => {
    expect(await client().getBooleanValue('banner', false, premium)).toBe(true);
    expect(await client().getStringValue('greeting', 'code default', premium)).toBe('Hi');
    expect(await client().getNumberValue('price', 0, premium)).toBe(19.5);
    expect(await client().getObjectValue('theme', {}, premium)).toEqual({
      mode: 'dark',
      colours: ['#000', '#eee'],
    });
  });

  it('contains variant, reason and metadata', async () => {
    const details = await client().getStringDetails('greeting', 'code default', premium);
    expect(details).toMatchObject({
      flagKey: 'greeting',
      value: 'Hi',
      variant: 'casual',
      reason: StandardResolutionReasons.TARGETING_MATCH,
    });
    expect(details.errorCode).toBeUndefined();
    expect(details.flagMetadata).toEqual({ ...METADATA, flagVersion: expect.any(Number) });
  });

  it.each([
    ['banner', StandardResolutionReasons.STATIC],
    ['gradual', StandardResolutionReasons.SPLIT],
  ])('contains the reason of %s: %s', async (flagKey, reason) => {
    expect(await client().getBooleanDetails(flagKey, false, premium)).toMatchObject({ reason });
  });

  it('needs no targeting key, and no context, where no rollout does', async () => {
    expect(await client().getBooleanDetails('banner', false)).toMatchObject({ value: true });
    expect(await client().getStringValue('greeting', 'code default', { plan: 'premium' })).toBe('Hi');
  });

  it.each([
    ['off', 'undecided'],
    ['on', 'undecided-on'],
  ])('gives the code default with an error for a flag without value that is %s', async (_, flagKey) => {
    for (const codeDefault of [true, false]) {
      const details = await client().getBooleanDetails(flagKey, codeDefault, premium);
      expect(details).toMatchObject({ value: codeDefault, errorCode: ErrorCode.GENERAL });
    }
  });
}

function describeErrors(setting: () => Setting): void {
  const client = () => OpenFeature.getClient();

  it.each([
    ['an unknown flag', 'no-such-flag', { targetingKey: 'u-1' }, ErrorCode.FLAG_NOT_FOUND],
    ['a flag of another type', 'greeting', { targetingKey: 'u-1' }, ErrorCode.TYPE_MISMATCH],
    ['a rollout without targeting key', 'gradual', {}, ErrorCode.TARGETING_KEY_MISSING],
  ])('gives the code default and the error for %s', async (_, flagKey, context, errorCode) => {
    const details = await client().getBooleanDetails(flagKey, true, context);
    expect(details).toMatchObject({ value: true, reason: StandardResolutionReasons.ERROR, errorCode });
    expect(details.errorMessage).toBeTruthy();
  });

  it.each([
    ['an unknown one', () => `sf_srv_${'A'.repeat(43)}`],
    ['no server or client key', () => setting().keys.relay],
  ])('gives the code default where the key is %s', async (_, key) => {
    const name = `refused: ${key()}`;
    await OpenFeature.setProviderAndWait(name, providerOf(setting().edge.url, key()));
    const details = await OpenFeature.getClient(name).getBooleanDetails('banner', false);
    expect(details).toMatchObject({ value: false, reason: StandardResolutionReasons.ERROR });
    expect(details.errorCode).toBe(ErrorCode.GENERAL);
  });

  it('shows a client key no flag that is not for clients', async () => {
    const name = 'a client key';
    await OpenFeature.setProviderAndWait(name, providerOf(setting().edge.url, setting().keys.client));
    const asClient = OpenFeature.getClient(name);
    expect(await asClient.getBooleanValue('banner', false)).toBe(true);
    const hidden = await asClient.getBooleanDetails('server-only', false);
    const missing = await asClient.getBooleanDetails('no-such-flag', false);
    expect(hidden).toMatchObject({ value: false, errorCode: ErrorCode.FLAG_NOT_FOUND });
    expect(hidden.errorMessage?.replace('server-only', '…')).toBe(
      missing.errorMessage?.replace('no-such-flag', '…'),
    );
  });
}

function describeChanges(setting: () => Setting, under: EdgeUnderTest): void {
  it('resolves a change at the next evaluation', async () => {
    const { api, projectId, flagIsOn } = setting();
    await flagIsOn({ key: 'changing' });
    const client = OpenFeature.getClient();
    expect(await client.getBooleanValue('changing', false)).toBe(true);
    await api.configure(projectId, 'changing', 'production', { enabled: false });
    const isOff = async () => !(await client.getBooleanValue('changing', true));
    await eventually('the change', isOff, under.changeWithin);
    expect(await client.getBooleanDetails('changing', true)).toMatchObject({
      value: false,
      variant: 'off',
      reason: StandardResolutionReasons.DEFAULT,
      flagMetadata: { enabled: false },
    });
  });
}
