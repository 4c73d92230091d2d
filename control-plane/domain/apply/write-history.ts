import type { EntryCause } from '../../model/change-set.ts';
import type { Operation } from '../../model/operation.ts';
import type { Bypass } from '../../model/protection.ts';
import { applyStoredDraft, insertHistory } from '../../store/change-sets/history-writer.ts';
import type { TakenVersions } from '../../store/changes/versions.ts';
import { insertWebhookEvent } from '../../store/webhooks/outbox.ts';
import type { Change } from '../change/change.ts';
import { appliedData, webhookBody } from '../outbox/webhook-payload.ts';
import type { PreparedChangeSet } from './prepare-change-set.ts';

interface AppliedRequest {
  readonly operations: readonly Operation[];
  /** The draft that is applied; absent for a request that is applied at once. */
  readonly draftId?: string | undefined;
  readonly cause?: EntryCause | undefined;
  readonly bypass: Bypass | undefined;
  readonly diffHash: string;
}

/**
 * Writes an applied change set into the history of its project, with one statement, and into the outbox, with another one if
 * a webhook endpoint wants it.
 */
export async function writeHistory(
  { tx, caller, appliesChangeSet }: Change,
  { operations, draftId, cause, bypass, diffHash }: AppliedRequest,
  { slice, diff }: PreparedChangeSet,
  versions: TakenVersions,
): Promise<void> {
  const { projectId } = slice;
  const entry = {
    projectId,
    userId: caller.userId,
    operations,
    diff,
    diffHash,
    versions,
    cause,
    bypass,
    environmentKeys: slice.environments.flatMap(({ id, key }) => (versions.has(id) ? key : [])),
  };
  const written = await (draftId === undefined
    ? insertHistory(tx, entry)
    : applyStoredDraft(tx, draftId, entry));
  appliesChangeSet(written.id);
  if (!written.isListenedTo) return;
  const type = 'change_set.applied';
  const body = webhookBody(type, written.appliedAt, appliedData(caller, written, entry));
  await insertWebhookEvent(tx, { projectId, type, body });
}
