import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choices, mixed, mixture, projectState } from '../../../test/support/control-plane/project-states.ts';
import { LIMITS } from '../../model/limits.ts';
import { isConfigurationOperation } from '../../model/operation.ts';
import type { ProjectState } from '../../model/project-state.ts';
import { applyOperations } from './apply-operations.ts';
import { describeDiff } from './describe-diff.ts';
import { diffStates } from './diff-states.ts';
import { hashDiff } from './hash-diff.ts';
import { invertDiff } from './invert-diff.ts';
import { mergeChanges } from './merge-changes.ts';
import { operationsBetween } from './operations-between.ts';
import { rebaseOperations } from './rebase-operations.ts';

const newId = () => 'r-new';
const RUNS = { numRuns: 150 };
const apply = (state: ProjectState, operations: ReturnType<typeof operationsBetween>) => {
  const { after, problems } = applyOperations(state, operations, newId);
  expect(problems).toEqual([]);
  return after;
};
const isEqual = (left: ProjectState, right: ProjectState) => expect(diffStates(left, right)).toEqual([]);
const COPIES = 150;
/** A state with each flag many times; ids of rules stay unique within a flag. */
function many({ environments, flags, segments }: ProjectState): ProjectState {
  const copies = [...flags.values()].flatMap((flag) =>
    Array.from({ length: COPIES }, (_, copy) => ({ ...flag, key: `${flag.key}-${copy}` })),
  );
  return { environments, flags: new Map(copies.map((flag) => [flag.key, flag])), segments };
}

/** A base, and three states that each differ from it in some places. */
const histories = fc
  .tuple(projectState, projectState)
  .chain(([base, other]) =>
    fc.tuple(fc.constant(base), mixed(base, other), mixed(base, other), mixed(base, other)),
  );

/** The same, but the second state has none of the changes of the first one. */
const disjointHistories = fc
  .tuple(projectState, projectState, choices, choices, choices)
  .map(([base, other, mine, first, second]) => {
    const onlyOthers = first.map((isFromBase, place) => isFromBase || mine[place] === false);
    return [
      base,
      mixture(base, other, mine),
      mixture(base, other, onlyOthers),
      mixture(base, other, second),
    ] as const;
  });

describe('a change set', () => {
  it('made of the operations between two states turns one into the other', () => {
    fc.assert(
      fc.property(projectState, projectState, (before, after) => {
        isEqual(apply(before, operationsBetween(before, after)), after);
      }),
      RUNS,
    );
  });

  it('has at most one operation for each configuration if there would be too many otherwise', () => {
    fc.assert(
      fc.property(projectState, projectState, (one, other) => {
        const [before, after] = [many(one), many(other)];
        const operations = operationsBetween(before, after);
        const single = operationsBetween(one, other);
        // Only flags are copied.
        const ofFlags = single.filter(({ kind }) => !kind.startsWith('segment.'));
        const fine = ofFlags.length * COPIES + single.length - ofFlags.length;
        if (fine > LIMITS.changeSetOperations) {
          const targets = operations
            .filter(isConfigurationOperation)
            .map((each) => `${each.flagKey} ${each.environmentKey}`);
          expect(new Set(targets).size).toBe(targets.length);
        }
        isEqual(apply(before, operations), after);
      }),
      { numRuns: 10 },
    );
  });

  it('that is applied and reverted changes nothing, the ids of rules included', () => {
    fc.assert(
      fc.property(projectState, projectState, (before, after) => {
        const reverted = mergeChanges(after, invertDiff(diffStates(before, after)));
        expect(reverted.conflicts).toEqual([]);
        isEqual(reverted.state, before);
        isEqual(apply(after, operationsBetween(after, reverted.state)), before);
      }),
      RUNS,
    );
  });

  it('that is rebased keeps what the others did, and what it does itself', () => {
    fc.assert(
      fc.property(histories, ([base, mine, theirs]) => {
        const { operations, conflicts } = rebaseOperations(
          operationsBetween(base, mine),
          base,
          theirs,
          newId,
        );
        fc.pre(conflicts.length === 0);
        const merged = apply(theirs, operations);
        isEqual(mergeChanges(merged, diffStates(base, mine)).state, merged);
        isEqual(mergeChanges(merged, diffStates(base, theirs)).state, merged);
      }),
      RUNS,
    );
  });

  it('that is rebased twice equals one that is rebased over both', () => {
    fc.assert(
      fc.property(disjointHistories, ([base, mine, first, second]) => {
        const once = mergeChanges(second, diffStates(base, mine));
        const step = mergeChanges(first, diffStates(base, mine));
        fc.pre(once.conflicts.length === 0 && step.conflicts.length === 0);
        // What the others have done already is no part of the change any more.
        fc.pre(diffStates(base, mine).length === diffStates(first, step.state).length);
        const twice = mergeChanges(second, diffStates(first, step.state));
        fc.pre(twice.conflicts.length === 0);
        isEqual(twice.state, once.state);
      }),
      RUNS,
    );
  });

  it('has the same diff and the same hash whatever the order of its flags and the ids of its new rules', () => {
    fc.assert(
      fc.property(projectState, projectState, (before, after) => {
        const diff = diffStates(before, after);
        const reordered = {
          ...after,
          flags: new Map([...after.flags].reverse()),
          segments: new Map([...after.segments].reverse()),
        };
        expect(diffStates(before, reordered)).toEqual(diff);
        expect(hashDiff(JSON.parse(JSON.stringify(diff)))).toBe(hashDiff(diff));
        expect(describeDiff(diff).length === 0).toBe(diff.length === 0);
      }),
      RUNS,
    );
  });
});
