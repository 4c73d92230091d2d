import { describe } from 'vitest';
import { useSetting } from '../contract/setting.ts';
import { startWorkerEdge } from '../support/system.ts';
import { describeEventSources } from './event-sources-cases.ts';

describe('an edge on Workers', () => {
  const setting = useSetting({ startEdge: startWorkerEdge, changeWithin: 3_000, revocationWithin: 3_000 });

  // Its objects keep their state, as they do in production.
  describeEventSources(setting, () => setting().edge);
});
