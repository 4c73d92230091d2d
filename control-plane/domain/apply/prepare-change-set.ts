import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { type AppliedOperations, applyOperations } from '../change-set/apply-operations.ts';
import { diffStates } from '../change-set/diff-states.ts';
import type { OperationProblem } from '../change-set/operation-problem.ts';
import { validateResult } from '../change-set/validate-result.ts';
import { withFreeRuleIds } from './free-rule-ids.ts';
import { loadReferences } from './load-references.ts';
import type { ProjectSlice } from './load-slice.ts';

/** What operations would do to a project as it is now. */
export interface PreparedChangeSet {
  readonly slice: ProjectSlice;
  readonly applied: AppliedOperations;
  /** Why they cannot be applied; empty if they can. */
  readonly problems: readonly OperationProblem[];
  readonly diff: ProjectDiff;
}

/** Applies operations to a part of a project in memory, and validates the result. Writes nothing. */
export async function prepareChangeSet(
  sql: Queryable,
  slice: ProjectSlice,
  operations: readonly Operation[],
  randomUuid: () => string,
): Promise<PreparedChangeSet> {
  const free = await withFreeRuleIds(sql, slice, operations, randomUuid);
  const applied = applyOperations(slice.state, free, randomUuid);
  const problems = validateResult(applied, await loadReferences(sql, slice, applied));
  return { slice, applied, problems, diff: diffStates(applied.before, applied.after) };
}
