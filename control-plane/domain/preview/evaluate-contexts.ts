import {
  type EvaluationContext,
  evaluateFlag,
  flagNotFound,
  type Resolution,
} from '../../../shared/evaluation/index.ts';
import type { AffectedFlag } from './compile-states.ts';
import type { TimeBudget } from './time-budget.ts';
import { countTransitions, type TransitionCounts } from './transitions.ts';

/** Evaluations between two looks at the time. */
const UNTIMED = 16;

export interface EvaluatedFlag {
  readonly flagKey: string;
  readonly before: Resolution;
  readonly after: Resolution;
  readonly isChange: boolean;
}

/** Evaluates flags before and after a draft, and counts what changes. */
export interface ContextEvaluation {
  /**
   * Evaluates all flags for one context.
   *
   * @param onFlag is called for each flag
   * @returns whether any flag changes; `undefined` if the time was over before all flags were evaluated
   */
  evaluate(
    context: EvaluationContext,
    onFlag?: (evaluated: EvaluatedFlag) => void,
  ): Promise<boolean | undefined>;
  /** The transitions of each flag. */
  counts(): readonly { readonly flagKey: string; readonly counts: TransitionCounts }[];
}

export function evaluateBeforeAndAfter(
  flags: readonly AffectedFlag[],
  budget: TimeBudget,
): ContextEvaluation {
  const prepared = flags.map((flag) => ({
    ...flag,
    missing: flagNotFound(flag.flagKey),
    counts: countTransitions(),
  }));
  let untimed = 0;
  return {
    async evaluate(context, onFlag) {
      let changes = false;
      for (const { flagKey, before: flagBefore, after: flagAfter, missing, counts } of prepared) {
        const before = flagBefore === undefined ? missing : evaluateFlag(flagBefore, context);
        const after = flagAfter === undefined ? missing : evaluateFlag(flagAfter, context);
        const isChange = counts.add(before, after);
        changes ||= isChange;
        onFlag?.({ flagKey, before, after, isChange });
        untimed += 1;
        if (untimed < UNTIMED) continue;
        untimed = 0;
        if (budget.isPauseDue()) await budget.pause();
        if (budget.isOver()) return undefined;
      }
      return changes;
    },
    counts: () => prepared.map(({ flagKey, counts }) => ({ flagKey, counts })),
  };
}
