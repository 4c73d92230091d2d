import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import { RequestError } from '../../model/request-error.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { readAppliedDiff, readBases, readOperations } from '../../store/change-sets/change-sets.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { listEnvironments } from '../../store/projects/environments.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { prepareChangeSet } from '../apply/prepare-change-set.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import { describeDiff } from '../change-set/describe-diff.ts';
import { hashDiff } from '../change-set/hash-diff.ts';
import { type OperationProblem, pointerOf } from '../change-set/operation-problem.ts';
import type { DraftConflict } from './conflict-view.ts';
import { mergeDraft } from './merge-draft.ts';

/** Why a change set cannot be applied. */
export interface DraftProblem {
  /** A JSON pointer, for example `/operations/3/patch/rules/0/serve`. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** What a change set would do now, or has done. */
export interface ChangeSetReview {
  /** Whether anything that the operations name has changed since they were made. */
  readonly isBehind: boolean;
  readonly diff: ProjectDiff;
  /** SHA-256 of the diff: what approvals are bound to. */
  readonly diffHash: string;
  /** The diff in words. */
  readonly lines: readonly string[];
  /** Empty if the change set can be applied. */
  readonly problems: readonly DraftProblem[];
  readonly conflicts: readonly DraftConflict[];
}

/**
 * Reviews a change set in a snapshot. An applied one has its own diff.
 *
 * @throws RequestError CONFLICT if it is discarded: what it was made from is forgotten
 */
export async function reviewChangeSet(
  tx: Transaction,
  changeSet: ChangeSetRow,
  randomUuid: () => string,
): Promise<ChangeSetReview> {
  const applied = await readAppliedDiff(tx, changeSet.id);
  if (applied !== undefined) {
    const diffHash = changeSet.diffHash ?? hashDiff(applied);
    return {
      isBehind: false,
      diff: applied,
      diffHash,
      lines: describeDiff(applied),
      problems: [],
      conflicts: [],
    };
  }
  if (changeSet.state === 'discarded') {
    throw new RequestError('CONFLICT', 'The change set is discarded, so it has no diff any more.');
  }
  const stored = await readOperations(tx, changeSet.id);
  const operations = stored.map(({ operation }) => operation);
  const { projectId } = changeSet;
  const environments = await listEnvironments(tx, projectId);
  const slice = await loadSlice(tx, projectId, environments, demandOfOperations(operations));
  const merged = mergeDraft(operations, await readBases(tx, changeSet.id), slice, randomUuid);
  const { isBehind, conflicts } = merged;
  if (merged.problems.length > 0) {
    return {
      isBehind,
      diff: [],
      diffHash: hashDiff([]),
      lines: [],
      problems: toDraftProblems(merged.problems, operations),
      conflicts,
    };
  }
  const { problems, diff } = await prepareChangeSet(tx, slice, merged.operations, randomUuid);
  return {
    isBehind,
    diff,
    diffHash: hashDiff(diff),
    lines: describeDiff(diff),
    problems: toDraftProblems(problems, merged.operations),
    conflicts,
  };
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
