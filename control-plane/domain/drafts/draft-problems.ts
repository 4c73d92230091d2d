import type { Operation } from '../../model/operation.ts';
import { type OperationProblem, pointerOf } from '../change-set/operation-problem.ts';

/** Why a change set cannot be applied. */
export interface DraftProblem {
  /** A JSON pointer, for example `/operations/3/patch/rules/0/serve`. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export function toDraftProblems(
  problems: readonly OperationProblem[],
  operations: readonly Operation[],
): readonly DraftProblem[] {
  return problems.map((problem) => {
    const kind = operations[problem.operation]?.kind;
    const pointer = kind === undefined ? `/operations/${problem.operation}` : pointerOf(problem, kind);
    return { pointer, code: problem.code, message: problem.message };
  });
}
