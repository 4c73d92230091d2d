import type { Operation } from '../../model/operation.ts';
import type { RolloutPlan } from '../../model/rollout.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import type { ProjectSlice } from '../apply/load-slice.ts';
import { type PreparedChangeSet, prepareChangeSet } from '../apply/prepare-change-set.ts';
import { hashDiff } from '../change-set/hash-diff.ts';
import { hashRollout, type PreparedStep, prepareRollout } from '../change-set/rollout-steps.ts';
import { type DraftProblem, toDraftProblems } from './draft-problems.ts';

/** What a draft would do in the state of now: at once, or with the steps of its rollout. */
export interface PreparedDraft {
  /** The operations and every step together. */
  readonly whole: PreparedChangeSet;
  /** What approvals are bound to. */
  readonly diffHash: string;
  /** Empty if the draft is applied at once, or has problems. */
  readonly steps: readonly PreparedStep[];
  readonly problems: readonly DraftProblem[];
}

/**
 * Prepares merged operations, and the steps of a rollout after them. Steps differ in weights only, which sum to 100,000
 * in each. So all steps are valid if the state after the last one is.
 */
export async function prepareSteps(
  sql: Queryable,
  slice: ProjectSlice,
  operations: readonly Operation[],
  plan: RolloutPlan | undefined,
  randomUuid: () => string,
): Promise<PreparedDraft> {
  const atOnce = plan === undefined ? undefined : await prepareChangeSet(sql, slice, operations, randomUuid);
  const hasProblems = atOnce !== undefined && atOnce.problems.length > 0;
  const rollout =
    plan === undefined || hasProblems ? undefined : prepareRollout(slice.state, operations, plan, randomUuid);
  const steps = rollout?.steps ?? [];
  const all = steps.length === 0 ? operations : steps.flatMap((step) => step.operations);
  const whole =
    atOnce === undefined || steps.length > 0 ? await prepareChangeSet(sql, slice, all, randomUuid) : atOnce;
  const { problem } = rollout ?? {};
  return {
    whole,
    steps,
    diffHash: steps.length === 0 ? hashDiff(whole.diff) : hashRollout(steps),
    problems: [
      ...toDraftProblems(whole.problems, all),
      ...(problem === undefined ? [] : [{ code: 'INVALID_REQUEST', ...problem }]),
    ],
  };
}
