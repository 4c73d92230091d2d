import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenFlagSets, contexts, flagKeys, flagSets } from '../../test/support/evaluation/arbitraries.ts';
import { referenceEvaluate } from '../../test/support/evaluation/reference.ts';
import { compileFlagSet, evaluate } from './index.ts';

function answers(flagSet: Parameters<typeof compileFlagSet>[0], context: Parameters<typeof evaluate>[2]) {
  const set = compileFlagSet(flagSet);
  return flagKeys.map((key) => {
    const { errorDetails: _, ...answer } = evaluate(set, key, context);
    return answer;
  });
}

function expected(flagSet: Parameters<typeof compileFlagSet>[0], context: unknown) {
  return flagKeys.map((key) => referenceEvaluate({ ...flagSet }, key, context));
}

describe('The compiled evaluator and a naive reading of the contract', { timeout: 60_000 }, () => {
  it('agree on every flag set and context', () => {
    fc.assert(
      fc.property(flagSets, contexts, (flagSet, context) => {
        expect(answers(flagSet, context)).toEqual(expected(flagSet, context));
      }),
      { numRuns: 300 },
    );
  });

  it('agree on flag sets with something wrong in them', () => {
    fc.assert(
      fc.property(brokenFlagSets, contexts, (flagSet, context) => {
        expect(answers(flagSet, context)).toEqual(expected(flagSet, context));
      }),
      { numRuns: 300 },
    );
  });
});
