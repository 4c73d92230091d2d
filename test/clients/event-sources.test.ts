import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { type RunningServer, startNodeEdge } from '../support/system.ts';
import { useEventSources } from './event-sources.ts';
import { describeEventSources } from './event-sources-cases.ts';

describe('an edge on Node', () => {
  const setting = useSetting({ startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 });
  const stateDir = mkdtempSync(join(tmpdir(), 'sf-edge-'));
  let edge: RunningServer;
  beforeAll(async () => {
    edge = await setting().startAnother({ STATE_DIR: stateDir });
  });
  afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

  describeEventSources(setting, () => edge);

  describe.each(useEventSources())("$name on the control plane's GET /stream", ({ name, listen }) => {
    it('makes events of the snapshot and of the change, and none of the heartbeats', async () => {
      const { api, controlPlane, keys, projectId, flagIsOn } = setting();
      const key = `straight-${name}`;
      await flagIsOn({ key });
      const listening = listen(`${controlPlane.url}/stream`, keys.server);
      await listening.until('a snapshot', ({ event }) => event === 'snapshot');
      await api.configure(projectId, key, 'production', { enabled: false });
      await listening.until('the change', ({ event }) => event === 'delta');
      expect(listening.events.map(({ event }) => event)).toEqual(['snapshot', 'delta']);
    });
  });
});
