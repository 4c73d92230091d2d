import type { ProjectDiff } from '../../model/project-change.ts';
import { type Fault, RequestError } from '../../model/request-error.ts';
import type { RolloutStep } from '../../model/rollout.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { readAppliedDiff, readBases, readOperations } from '../../store/change-sets/change-sets.ts';
import { findRollout, type RolloutRow } from '../../store/change-sets/rollouts.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { listEnvironments } from '../../store/projects/environments.ts';
import { findUnsupported } from '../apply/assert-readers-understand.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { planWrites } from '../apply/planned-writes.ts';
import type { PreparedChangeSet } from '../apply/prepare-change-set.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import { describeDiff } from '../change-set/describe-diff.ts';
import { hashDiff } from '../change-set/hash-diff.ts';
import { rolloutProbe } from '../change-set/rollout-steps.ts';
import { findAuthorProblems } from './author-rights.ts';
import type { DraftConflict } from './conflict-view.ts';
import { type DraftProblem, toDraftProblems } from './draft-problems.ts';
import { mergeDraft } from './merge-draft.ts';
import { prepareSteps } from './prepare-steps.ts';

/** A step of a rollout, and what it changes in the state that the step before it leaves. */
export interface ReviewedStep extends RolloutStep {
  readonly diff: ProjectDiff;
  readonly lines: readonly string[];
}

/** What a change set would do now, or has done. */
export interface ChangeSetReview {
  /** Whether anything that the operations name has changed since they were made. */
  readonly isBehind: boolean;
  readonly diff: ProjectDiff;
  /** SHA-256 of the diff, or of all steps: what approvals are bound to. */
  readonly diffHash: string;
  /** The diff in words. */
  readonly lines: readonly string[];
  /** The steps of a gradual rollout, which make the diff together; empty if it is applied at once. */
  readonly steps: readonly ReviewedStep[];
  /** Empty if the change set can be applied. */
  readonly problems: readonly DraftProblem[];
  readonly conflicts: readonly DraftConflict[];
  /** What connected readers do not understand; refused when it is applied, unless that allows it. */
  readonly unsupported: readonly Fault[];
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
  const rollout = changeSet.rolloutState === null ? undefined : await findRollout(tx, changeSet.id);
  const applied = await readAppliedDiff(tx, changeSet.id);
  if (applied !== undefined) return reviewOfApplied(changeSet, applied, rollout);
  if (changeSet.state === 'discarded') {
    throw new RequestError('CONFLICT', 'The change set is discarded, so it has no diff any more.');
  }
  const stored = await readOperations(tx, changeSet.id);
  const operations = stored.map(({ operation }) => operation);
  const { projectId } = changeSet;
  const environments = await listEnvironments(tx, projectId);
  const named = rollout === undefined ? operations : [...operations, rolloutProbe(rollout)];
  const slice = await loadSlice(tx, projectId, environments, demandOfOperations(named));
  const merged = mergeDraft(operations, await readBases(tx, changeSet.id), slice, randomUuid);
  const { isBehind, conflicts } = merged;
  const ofAuthors = await findAuthorProblems(tx, changeSet);
  if (merged.problems.length > 0) {
    return {
      isBehind,
      diff: [],
      diffHash: hashDiff([]),
      lines: [],
      steps: [],
      problems: [...toDraftProblems(merged.problems, operations), ...ofAuthors],
      conflicts,
      unsupported: [],
    };
  }
  const prepared = await prepareSteps(tx, slice, merged.operations, rollout, randomUuid);
  const { diffHash, steps, problems, whole } = prepared;
  return {
    isBehind,
    diff: whole.diff,
    diffHash,
    lines: describeDiff(whole.diff),
    steps: steps.map(reviewedStep),
    problems: [...problems, ...ofAuthors],
    conflicts,
    unsupported: await unsupportedBy(tx, whole),
  };
}

/** What a prepared change set makes readers miss. */
export const unsupportedBy = (
  tx: Transaction,
  { slice, applied, diff }: PreparedChangeSet,
): Promise<readonly Fault[]> => findUnsupported(tx, slice, planWrites(applied.before, applied.after, diff));

const reviewOfApplied = (
  { diffHash }: ChangeSetRow,
  diff: ProjectDiff,
  rollout: RolloutRow | undefined,
): ChangeSetReview => ({
  isBehind: false,
  diff,
  diffHash: diffHash ?? hashDiff(diff),
  lines: describeDiff(diff),
  steps: startedSteps(rollout),
  problems: [],
  conflicts: [],
  unsupported: [],
});

const reviewedStep = ({
  weight,
  waitSeconds,
  diff,
}: RolloutStep & { readonly diff: ProjectDiff }): ReviewedStep => ({
  weight,
  waitSeconds,
  diff,
  lines: describeDiff(diff),
});

const startedSteps = (rollout: RolloutRow | undefined): readonly ReviewedStep[] =>
  (rollout?.steps ?? []).flatMap((step) =>
    step.diff === null ? [] : reviewedStep({ ...step, diff: step.diff }),
  );
