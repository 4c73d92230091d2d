import { RequestError } from '../../model/request-error.ts';
import { readBases, readOperations } from '../../store/change-sets/change-sets.ts';
import { findRollout } from '../../store/change-sets/rollouts.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { listEnvironments } from '../../store/projects/environments.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import { rolloutProbe } from '../change-set/rollout-steps.ts';
import { refuseConflicts, refuseProblems } from './apply-draft.ts';
import { mergeDraft } from './merge-draft.ts';
import { type ChangeSetPath, DRAFT_STATES, requireChangeSet } from './open-draft.ts';
import { type PreparedDraft, prepareSteps } from './prepare-steps.ts';

/**
 * What a draft would do in the state of now, read in a snapshot and without a lock; with a rollout, after its last step.
 *
 * @throws RequestError NOT_FOUND; CONFLICT if it is applied or discarded, or names every conflict or problem
 */
export async function readDraftResult(
  tx: Transaction,
  path: ChangeSetPath,
  randomUuid: () => string,
): Promise<Pick<PreparedDraft, 'whole' | 'diffHash'>> {
  const draft = await requireChangeSet(tx, path);
  if (!DRAFT_STATES.includes(draft.state)) {
    throw new RequestError('CONFLICT', `The change set is ${draft.state}, so it is no draft any more.`);
  }
  const operations = (await readOperations(tx, draft.id)).map(({ operation }) => operation);
  const environments = await listEnvironments(tx, draft.projectId);
  const rollout = draft.rolloutState === null ? undefined : await findRollout(tx, draft.id);
  const named = rollout === undefined ? operations : [...operations, rolloutProbe(rollout)];
  const slice = await loadSlice(tx, draft.projectId, environments, demandOfOperations(named));
  const merged = mergeDraft(operations, await readBases(tx, draft.id), slice, randomUuid);
  refuseConflicts(merged, operations);
  const { whole, diffHash, problems } = await prepareSteps(tx, slice, merged.operations, rollout, randomUuid);
  if (problems.length > 0) refuseProblems(problems);
  return { whole, diffHash };
}
