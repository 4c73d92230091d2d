import type { Caller } from '../../model/role.ts';
import { type ApprovalRow, readApprovals } from '../../store/change-sets/approvals.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { saveSchedule } from '../../store/change-sets/schedules.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import { applyDraft, prepareDraft } from './apply-draft.ts';
import { approveDraft, requestReview } from './approve-draft.ts';
import { type ChangeSetPath, type ExpectedRevisions, lockDraft, requireChangeSet } from './open-draft.ts';

const onDraft = (
  deps: DomainDeps,
  caller: Caller,
  path: ChangeSetPath,
  revisions: ExpectedRevisions,
  work: (change: Change, draft: ChangeSetRow) => Promise<void>,
): Promise<ChangeSetRow> =>
  runChange(deps, caller, async (change) => {
    await work(change, await lockDraft(change, path, revisions));
    return requireChangeSet(change.tx, path);
  });

/** What is between a draft and its application: its review, and its time. */
export function createReviews(deps: DomainDeps) {
  const { sql, randomUuid } = deps;
  return {
    request: (caller: Caller, path: ChangeSetPath, revisions: ExpectedRevisions): Promise<ChangeSetRow> =>
      onDraft(deps, caller, path, revisions, requestReview),

    approvals: async (path: ChangeSetPath): Promise<readonly ApprovalRow[]> => {
      await requireProject(sql, path.projectId);
      return readApprovals(sql, await requireChangeSet(sql, path));
    },

    /** @param diffHash the diff that the caller has read */
    approve: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedRevisions,
      diffHash: string,
    ): Promise<ChangeSetRow> =>
      onDraft(deps, caller, path, revisions, async (change, draft) =>
        approveDraft(change, draft, await prepareDraft(change, draft, randomUuid), diffHash),
      ),

    /** Applies a draft at a time, with the rights that the caller has then; `null` takes it off the schedule. */
    schedule: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedRevisions,
      applyAt: Date | null,
    ): Promise<ChangeSetRow> =>
      onDraft(deps, caller, path, revisions, ({ tx }, draft) =>
        saveSchedule(tx, draft.id, applyAt === null ? null : { applyAt, userId: caller.userId }),
      ),

    /** Applies a draft without approvals. */
    breakGlass: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedRevisions,
      reason: string,
    ): Promise<ChangeSetRow> =>
      onDraft(deps, caller, path, revisions, (change, draft) =>
        applyDraft(change, draft, randomUuid, async () => ({ kind: 'break-glass', reason })),
      ),
  };
}
