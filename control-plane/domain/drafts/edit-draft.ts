import type { ChangeSetFields } from '../../model/change-set.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import { RequestError } from '../../model/request-error.ts';
import { type ChangeSetRow, readOperations } from '../../store/change-sets/change-sets.ts';
import { addBases, appendOperations, keepBases, updateDraft } from '../../store/change-sets/draft-writer.ts';
import { findRollout } from '../../store/change-sets/rollouts.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { demandOfOperations, type SliceDemand } from '../apply/slice-demand.ts';
import type { Change } from '../change/change.ts';
import { rolloutProbe } from '../change-set/rollout-steps.ts';
import { basesOf } from './draft-bases.ts';

/** Appends operations to a locked draft, with the states that they are made from. */
export async function addToDraft(
  change: Change,
  draft: ChangeSetRow,
  operations: readonly Operation[],
): Promise<ChangeSetRow> {
  if (operations.length === 0) return draft;
  const { tx, caller } = change;
  const total = draft.operationCount + operations.length;
  if (total > LIMITS.changeSetOperations) {
    throw new RequestError(
      'CONFLICT',
      `A change set has at most ${LIMITS.changeSetOperations} operations; with these it would have ${total}. Divide it into several change sets.`,
    );
  }
  const demand = demandOfOperations(operations);
  const environments = await change.lockEnvironments(draft.projectId);
  const slice = await loadSlice(tx, draft.projectId, environments, demand);
  await appendOperations(tx, draft.id, draft.operationCount, operations, caller.userId);
  await addBases(tx, draft.id, basesOf(slice, demand));
  return saveDraft(change, draft);
}

/** Writes the next revision of a draft, after its operations have changed. */
export async function saveDraft(
  { tx }: Change,
  draft: ChangeSetRow,
  fields: ChangeSetFields = draft,
): Promise<ChangeSetRow> {
  const stored = await readOperations(tx, draft.id);
  const rollout = await findRollout(tx, draft.id);
  const demand = demandOfOperations([
    ...stored.map(({ operation }) => operation),
    ...(rollout === undefined ? [] : [rolloutProbe(rollout)]),
  ]);
  const saved = await updateDraft(tx, draft.id, { ...fields, isDiscarded: false, ...keysOf(demand) });
  if (saved.byteCount > LIMITS.changeSetBytes) {
    throw new RequestError(
      'CONFLICT',
      `A draft has at most ${LIMITS.changeSetBytes} bytes, with the states that its operations were made from; with this change it would have ${saved.byteCount}. Divide it into several change sets.`,
    );
  }
  return saved;
}

/** Forgets the states that no operation of a draft was made from. */
export async function forgetUnusedBases({ tx }: Change, draft: ChangeSetRow): Promise<void> {
  const stored = await readOperations(tx, draft.id);
  const { flagKeys, segmentKeys, configurations } = demandOfOperations(
    stored.map(({ operation }) => operation),
  );
  await keepBases(tx, draft.id, {
    flagKeys: [...flagKeys],
    segmentKeys: [...segmentKeys],
    wholeFlagKeys: [...configurations].flatMap(([key, keys]) => (keys === 'all' ? key : [])),
    configurations: [...configurations].flatMap(([key, keys]) =>
      keys === 'all' ? [] : [...keys].map((environmentKey) => ({ key, environmentKey })),
    ),
  });
}

/** What operations name. Operations on flags and segments are about every environment, so they name none. */
function keysOf({ flagKeys, segmentKeys, configurations }: SliceDemand) {
  const named = [...configurations.values()].flatMap((keys) => (keys === 'all' ? [] : [...keys]));
  return {
    flagKeys: [...flagKeys],
    segmentKeys: [...segmentKeys],
    environmentKeys: [...new Set(named)],
  };
}
