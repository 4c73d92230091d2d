import { beforeAll, describe } from 'vitest';
import { type EdgeUnderTest, useSetting } from '../contract/setting.ts';
import { startWorkerEdge } from '../support/system.ts';
import { createFlags } from './client-flags.ts';
import { describeHttpUpgrade } from './http-upgrade.ts';
import { describeServerProvider } from './server-provider.ts';

describe('an edge on Workers', () => {
  const under: EdgeUnderTest = { startEdge: startWorkerEdge, changeWithin: 3_000, revocationWithin: 3_000 };
  const setting = useSetting(under);
  beforeAll(() => createFlags(setting()));

  describeServerProvider(setting, under);
  describeHttpUpgrade(setting);
});
