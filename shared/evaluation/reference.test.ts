import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenFlagSets, contexts, flagKeys, flagSets } from '../../test/support/evaluation/arbitraries.ts';
import { referenceEvaluate } from '../../test/support/evaluation/reference.ts';
import { compileFlagSet, evaluate, evaluateFlags } from './index.ts';

function answers(flagSet: Parameters<typeof compileFlagSet>[0], context: Parameters<typeof evaluate>[2]) {
  const set = compileFlagSet(flagSet);
  return flagKeys.map((key) => {
    const { errorDetails: _, ...answer } = evaluate(set, key, context);
    return answer;
  });
}

/** The answers to all flags at once, in the order of the keys that the set has. */
function answersAtOnce(
  flagSet: Parameters<typeof compileFlagSet>[0],
  context: Parameters<typeof evaluate>[2],
) {
  const set = compileFlagSet(flagSet);
  const flags = flagKeys.map((key) => set.flags.get(key)).filter((flag) => flag !== undefined);
  return evaluateFlags(flags, context).map(({ errorDetails: _, ...answer }) => answer);
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

  it('agree on all flags of a set at once', () => {
    fc.assert(
      fc.property(flagSets, contexts, (flagSet, context) => {
        const present = expected(flagSet, context).filter(({ errorCode }) => errorCode !== 'FLAG_NOT_FOUND');
        expect(answersAtOnce(flagSet, context)).toEqual(present);
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
