import { RequestError } from '../../model/request-error.ts';
import { readBases, readOperations } from '../../store/change-sets/change-sets.ts';
import type { Transaction } from '../../store/database/transaction.ts';
import { listEnvironments } from '../../store/projects/environments.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { type PreparedChangeSet, prepareChangeSet } from '../apply/prepare-change-set.ts';
import { demandOfOperations } from '../apply/slice-demand.ts';
import { refuseConflicts, refuseProblems } from './apply-draft.ts';
import { mergeDraft } from './merge-draft.ts';
import { type ChangeSetPath, requireChangeSet } from './open-draft.ts';

/**
 * What a draft would do in the state of now, read in a snapshot and without a lock.
 *
 * @throws RequestError NOT_FOUND; CONFLICT if it is applied or discarded, or names every conflict or problem
 */
export async function readDraftResult(
  tx: Transaction,
  path: ChangeSetPath,
  randomUuid: () => string,
): Promise<PreparedChangeSet> {
  const draft = await requireChangeSet(tx, path);
  if (draft.state === 'applied' || draft.state === 'discarded') {
    throw new RequestError('CONFLICT', `The change set is ${draft.state}, so it is no draft any more.`);
  }
  const operations = (await readOperations(tx, draft.id)).map(({ operation }) => operation);
  const environments = await listEnvironments(tx, draft.projectId);
  const slice = await loadSlice(tx, draft.projectId, environments, demandOfOperations(operations));
  const merged = mergeDraft(operations, await readBases(tx, draft.id), slice, randomUuid);
  refuseConflicts(merged, operations);
  const prepared = await prepareChangeSet(tx, slice, merged.operations, randomUuid);
  if (prepared.problems.length > 0) refuseProblems(prepared.problems, merged.operations);
  return prepared;
}
