import { compileFlagSet, evaluate, type Resolution } from '../../../shared/evaluation/index.ts';
import type { EvaluationContext } from '../../../shared/model/evaluation-context.ts';
import type { Condition, Flag, Segment } from '../../../shared/model/flag-set.ts';
import { flag, flagSet, rule } from '../flags.ts';

/** Evaluates the first of the given flags. */
export function decide(
  flags: Flag | readonly Flag[],
  context: EvaluationContext,
  segments: readonly Segment[] = [],
): Resolution {
  const all = 'key' in flags ? [flags] : flags;
  return evaluate(compileFlagSet(flagSet(all, segments)), all[0]?.key ?? '', context);
}

/** Whether a context meets a condition. */
export function holds(
  condition: Condition,
  context: EvaluationContext,
  segments: readonly Segment[] = [],
): boolean {
  const { reason, errorDetails } = decide(flag({ rules: [rule([condition])] }), context, segments);
  if (reason === 'ERROR') throw new Error(errorDetails ?? 'The flag was not understood.');
  return reason === 'TARGETING_MATCH';
}
