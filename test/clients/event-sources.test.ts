import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { type RunningServer, startNodeEdge } from '../support/system.ts';
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
});
