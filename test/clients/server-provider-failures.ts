import { OFREPProvider } from '@openfeature/ofrep-provider';
import { ErrorCode, OpenFeature, StandardResolutionReasons } from '@openfeature/server-sdk';
import { expect, it } from 'vitest';
import type { Setting } from '../contract/setting.ts';
import { eventually } from '../support/eventually.ts';
import { createGate } from '../support/gate.ts';

/** What an application on the server SDK gets from an edge that refuses or does not answer. The flag is `true`. */
export function describeServerProviderFailures(setting: () => Setting): void {
  const clientOf = async (baseUrl: string) => {
    const headers = { Authorization: `Bearer ${setting().keys.server}` };
    await OpenFeature.setProviderAndWait(baseUrl, new OFREPProvider({ baseUrl, headers }));
    const client = OpenFeature.getClient(baseUrl);
    return () => client.getBooleanDetails('banner', false);
  };
  const failed = { value: false, reason: StandardResolutionReasons.ERROR, errorCode: ErrorCode.GENERAL };

  it('gives the code default over the rate of its key, until the limit allows a request', async () => {
    const limited = await setting().startAnother({ RATE_LIMIT_PER_KEY: '1', RATE_LIMIT_BURST: '1' });
    const ask = await clientOf(limited.url);
    await eventually('a refusal', async () => (await ask()).errorCode !== undefined);
    expect(await ask()).toMatchObject(failed);
    await eventually('an answer', async () => (await ask()).value);
  });

  it('gives the code default while the edge has no flags yet', async () => {
    const gate = await createGate(setting().controlPlane.url);
    await gate.close();
    const cold = await setting().startAnother({ UPSTREAM_URL: gate.url }, '/health/live');
    const ask = await clientOf(cold.url);
    expect(await ask()).toMatchObject(failed);
    await gate.open();
    await eventually('the flags', async () => (await ask()).value);
    await gate.close();
  });

  it('gives the code default while the edge restarts, and its value afterwards', async () => {
    const { edge } = setting();
    const ask = await clientOf(edge.url);
    expect(await ask()).toMatchObject({ value: true });
    await edge.process.stop();
    expect(await ask()).toMatchObject(failed);
    await edge.process.start();
    await eventually('the value', async () => (await ask()).value);
  });
}
