import { describe } from 'vitest';
import { describeChanges } from './changes.ts';
import { describeEvaluation } from './evaluation.ts';
import { describeEvents } from './events.ts';
import { describeGuard } from './guard.ts';
import { describeLargeNumbers } from './large-numbers.ts';
import { describeOfrep } from './ofrep.ts';
import { describeOutages } from './outages.ts';
import { type EdgeUnderTest, useSetting } from './setting.ts';
import { describeStreams } from './streams.ts';

/** What an edge does, whatever it runs on: one real control plane, one real edge, HTTP between. */
export function describeEdge(runtime: string, under: EdgeUnderTest): void {
  describe(`an edge on ${runtime}`, () => {
    const setting = useSetting(under);
    describeEvaluation(setting);
    describeLargeNumbers(setting);
    describeChanges(setting, under);
    describeStreams(setting, under);
    describeOfrep(setting, under);
    describeGuard(setting, under);
    describeEvents(setting);
    describeOutages(setting, under);
  });
}
