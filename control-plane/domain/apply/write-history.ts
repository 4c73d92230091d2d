import type { EntryCause } from '../../model/change-set.ts';
import type { Operation } from '../../model/operation.ts';
import type { Bypass } from '../../model/protection.ts';
import { applyStoredDraft, insertHistory } from '../../store/change-sets/history-writer.ts';
import type { TakenVersions } from '../../store/changes/versions.ts';
import { allTogether } from '../../store/database/statements-together.ts';
import { insertWebhookEvent } from '../../store/webhooks/outbox.ts';
import type { Change } from '../change/change.ts';
import { appliedData, webhookBody } from '../outbox/webhook-payload.ts';
import type { PreparedChangeSet } from './prepare-change-set.ts';

interface AppliedRequest {
  readonly operations: readonly Operation[];
  readonly randomUuid: () => string;
  /** The draft that is applied; absent for a request that is applied at once. */
  readonly draftId?: string | undefined;
  readonly cause?: EntryCause | undefined;
  readonly bypass: Bypass | undefined;
  readonly diffHash: string;
}

/**
 * Writes an applied change set into the history of its project, with one statement, and its audit entries; and into the outbox if
 * a webhook endpoint wants it.
 */
export async function writeHistory(
  change: Change,
  { operations, randomUuid, draftId, cause, bypass, diffHash }: AppliedRequest,
  { slice, diff }: PreparedChangeSet,
  versions: TakenVersions,
): Promise<void> {
  const { projectId } = slice;
  const { tx, caller } = change;
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
  const id = draftId ?? randomUuid();
  change.appliesChangeSet(id);
  const [written] = await allTogether([
    draftId === undefined ? insertHistory(tx, id, entry) : applyStoredDraft(tx, id, entry),
    change.writeAudit(),
  ]);
  if (!written.isListenedTo) return;
  const type = 'change_set.applied';
  const body = webhookBody(type, written.appliedAt, appliedData(caller, written, entry));
  await insertWebhookEvent(tx, { projectId, type, body });
}
