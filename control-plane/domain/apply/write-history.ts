import type { Operation } from '../../model/operation.ts';
import type { Bypass } from '../../model/protection.ts';
import { applyStoredDraft, insertHistory } from '../../store/change-sets/history-writer.ts';
import type { TakenVersions } from '../../store/changes/versions.ts';
import type { Change } from '../change/change.ts';
import type { PreparedChangeSet } from './prepare-change-set.ts';

interface AppliedRequest {
  readonly operations: readonly Operation[];
  /** The draft that is applied; absent for a request that is applied at once. */
  readonly draftId?: string | undefined;
  readonly bypass: Bypass | undefined;
  readonly diffHash: string;
}

/** Writes an applied change set into the history of its project. One statement. */
export async function writeHistory(
  { tx, caller }: Change,
  { operations, draftId, bypass, diffHash }: AppliedRequest,
  { slice, diff }: PreparedChangeSet,
  versions: TakenVersions,
): Promise<void> {
  const entry = {
    projectId: slice.projectId,
    userId: caller.userId,
    operations,
    diff,
    diffHash,
    versions,
    bypass,
    environmentKeys: slice.environments.flatMap(({ id, key }) => (versions.has(id) ? key : [])),
  };
  if (draftId === undefined) await insertHistory(tx, entry);
  else await applyStoredDraft(tx, draftId, entry);
}
