import type { ChangeSetFields } from '../../model/change-set.ts';
import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import { RequestError } from '../../model/request-error.ts';
import { type ChangeSetRow, countDrafts } from '../../store/change-sets/change-sets.ts';
import { insertDraft } from '../../store/change-sets/draft-writer.ts';
import type { Change } from '../change/change.ts';
import { auditNewDraft, operationSummaries } from './draft-audit.ts';
import { addToDraft } from './edit-draft.ts';

export interface NewChangeSet extends ChangeSetFields {
  readonly operations: readonly Operation[];
}

/** Makes a draft. @throws RequestError CONFLICT if the project has too many of them, or the draft would be too large */
export async function createDraft(
  change: Change,
  projectId: string,
  { operations, ...fields }: NewChangeSet,
): Promise<ChangeSetRow> {
  await change.lockProject(projectId);
  await assertRoomForDraft(change, projectId);
  const draft = await insertDraft(change.tx, { projectId, userId: change.caller.userId, ...fields });
  const filled = await addToDraft(change, draft, operations);
  auditNewDraft(change, filled, operationSummaries(operations));
  return filled;
}

export async function assertRoomForDraft({ tx }: Change, projectId: string): Promise<void> {
  if ((await countDrafts(tx, projectId)) < LIMITS.draftsPerProject) return;
  throw new RequestError(
    'CONFLICT',
    `A project has at most ${LIMITS.draftsPerProject} drafts. Apply or discard some first.`,
  );
}
