import { describe, expect, it } from 'vitest';
import { evaluateAt } from '../support/edge-client.ts';
import { eventually } from '../support/eventually.ts';
import { openStream } from '../support/sse-client.ts';
import { bulkAt, singleAt } from './ofrep-client.ts';
import type { EdgeUnderTest, Setting } from './setting.ts';

const METADATA = { owner: 'checkout', ticket: 4711, temporary: true };

/** Metadata that users attach to a flag, from the management API to what an application reads. */
export function describeFlagMetadata(setting: () => Setting, under: EdgeUnderTest): void {
  describe('metadata of a flag', () => {
    it('are sent on OFREP beside our own, to client keys too, and on POST /evaluate', async () => {
      const { edge, keys, flagIsOn } = setting();
      await flagIsOn({ key: 'described', clientSide: true, metadata: METADATA });
      const expected = { ...METADATA, flagVersion: expect.any(Number) };
      const single = await singleAt(edge.url, 'described', { key: keys.client });
      expect(single.body.metadata).toEqual(expected);
      const bulk = await bulkAt(edge.url, { key: keys.client });
      expect(bulk.body.flags?.find(({ key }) => key === 'described')?.metadata).toEqual(expected);
      const evaluated = await evaluateAt(edge.url, keys.server, { flagKey: 'described' });
      expect(evaluated.body.metadata).toEqual(METADATA);
    });

    it('change everywhere within the time of any other change', async () => {
      const { api, edge, keys, projectId, flagIsOn } = setting();
      await flagIsOn({ key: 'redescribed', clientSide: true });
      const stream = await openStream(`${edge.url}/stream`, { key: keys.server });
      const { body, headers } = await bulkAt(edge.url, { key: keys.server });
      expect(body.flags?.find(({ key }) => key === 'redescribed')?.metadata).toEqual({
        flagVersion: expect.any(Number),
      });
      const path = `/api/projects/${projectId}/flags/redescribed`;
      expect((await api.call('PATCH', path, { metadata: METADATA })).status).toBe(200);
      const isNew = async () =>
        (await singleAt(edge.url, 'redescribed', { key: keys.server })).body.metadata?.owner === 'checkout';
      await eventually('the metadata', isNew, under.changeWithin);
      const known = { 'if-none-match': headers.get('etag') ?? '' };
      expect((await bulkAt(edge.url, { key: keys.server, headers: known })).status).toBe(200);
      const { data } = await stream.until('the delta', ({ event }) => event === 'delta', under.changeWithin);
      expect(JSON.parse(data)).toMatchObject({ flags: [{ key: 'redescribed', metadata: METADATA }] });
      stream.close();
    });
  });
}
