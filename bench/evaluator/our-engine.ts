import { compileFlagSet, evaluate, evaluateFlag } from '../../shared/evaluation/index.ts';
import { CONTEXT_MASK } from './contexts.ts';
import type { Engine, FlagValue } from './engine.ts';

export const OURS = 'solid-fortnight';

export const ours: Engine = {
  name: OURS,
  load: async (flagSet, contexts) => {
    const set = compileFlagSet(flagSet);
    return {
      answer: (flagKey, index) => asValue(evaluate(set, flagKey, contexts[index] ?? {}).value),
      runOne: (flagKey, iterations) => {
        let sum = 0;
        for (let index = 0; index < iterations; index++) {
          const context = contexts[index & CONTEXT_MASK];
          if (context === undefined) break;
          sum += evaluate(set, flagKey, context).reason.length;
        }
        return sum;
      },
      runAll: (iterations) => {
        let sum = 0;
        for (let index = 0; index < iterations; index++) {
          const context = contexts[index & CONTEXT_MASK];
          if (context === undefined) break;
          const answers = [];
          for (const flag of set.flags.values()) answers.push(evaluateFlag(flag, context));
          sum += answers.length;
        }
        return sum;
      },
      close: () => {},
    };
  },
};

function asValue(value: unknown): FlagValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new Error('A flag of the benchmark served neither a string nor a boolean.');
}
