import { describe, expect, it } from 'vitest';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

/** Health, and what the edge does while its control plane is away. */
export function describeOutages(setting: () => Setting, under: EdgeUnderTest): void {
  it('is alive and ready', async () => {
    const { edge } = setting();
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(`${edge.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.json()).toBeTypeOf('object');
    }
  });

  describe('while the control plane is away', () => {
    it('continues to answer, with the age, and follows again when the control plane is back', async () => {
      const { api, controlPlane, edge, keys, projectId, flagIsOn } = setting();
      await flagIsOn({ key: 'steady' });
      const ask = () => evaluateAt(edge.url, keys.server, { flagKey: 'steady' });

      await controlPlane.process.kill();
      const aged = await eventually('the age grows', async () => {
        const answer = await ask();
        expect(answer.body).toMatchObject({ value: true });
        return Number(answer.headers.get('flags-age')) >= 1 && answer;
      });
      expect(aged.status).toBe(200);
      expect((await fetch(`${edge.url}/health/live`)).status).toBe(200);

      await controlPlane.process.start();
      await api.configure(projectId, 'steady', 'production', { enabled: false });
      const reconnecting = 8_000;
      await eventually(
        'the change is answered with',
        async () => (await ask()).body.reason === 'DISABLED',
        reconnecting + under.changeWithin,
      );
    });
  });

  describeRejection(setting);
}

/** The last of all: the edge has no upstream after it. */
function describeRejection(setting: () => Setting): void {
  it('keeps its flags when its own key is revoked, or erases them if it is configured to', async () => {
    const { api, edge, keys, projectId, relayKeyId, flagIsOn, startAnother } = setting();
    await flagIsOn({ key: 'kept' });
    const closing = await startAnother({ ON_UPSTREAM_REJECTED: 'close' });
    const statusAt = async ({ url }: { readonly url: string }) =>
      (await evaluateAt(url, keys.server, { flagKey: 'kept' })).status;
    expect(await statusAt(closing)).toBe(200);

    await api.revokeKey(projectId, relayKeyId);
    await api.revokeKey(projectId, closing.relayKeyId);
    await eventually('the one that was told to erases them', async () => (await statusAt(closing)) === 503);
    expect((await fetch(`${closing.url}/health/ready`)).status).toBe(503);
    expect(await statusAt(edge)).toBe(200);
  });
}
