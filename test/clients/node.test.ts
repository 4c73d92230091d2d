import { beforeAll, describe } from 'vitest';
import { type EdgeUnderTest, useSetting } from '../contract/setting.ts';
import { startNodeEdge } from '../support/system.ts';
import { createFlags } from './client-flags.ts';
import { describeHttpUpgrade } from './http-upgrade.ts';
import { describeServerProvider } from './server-provider.ts';
import { describeServerProviderFailures } from './server-provider-failures.ts';

describe('an edge on Node', () => {
  const under: EdgeUnderTest = { startEdge: startNodeEdge, changeWithin: 1_000, revocationWithin: 1_000 };
  const setting = useSetting(under);
  beforeAll(() => createFlags(setting()));

  describeServerProvider(setting, under);
  describeServerProviderFailures(setting);
  describeHttpUpgrade(setting);
});
