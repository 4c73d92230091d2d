import type { ExpectedTags } from '../../model/entity-tag.ts';
import type { Caller } from '../../model/role.ts';
import { type ApprovalRow, readApprovals } from '../../store/change-sets/approvals.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { type Schedule, saveSchedule } from '../../store/change-sets/schedules.ts';
import type { AuditAction } from '../../store/changes/audit-entries.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import { type Page, pageWithin } from '../page.ts';
import { applyDraft, prepareDraft } from './apply-draft.ts';
import { approveDraft, requestReview } from './approve-draft.ts';
import { auditDraft } from './draft-audit.ts';
import { type ChangeSetPath, lockDraft, requireChangeSet } from './open-draft.ts';

interface DraftRequest {
  readonly deps: DomainDeps;
  readonly caller: Caller;
  readonly path: ChangeSetPath;
  readonly revisions: ExpectedTags;
}

const onDraft = (
  { deps, caller, path, revisions }: DraftRequest,
  { action, details }: { readonly action: AuditAction; readonly details?: object },
  work: (change: Change, draft: ChangeSetRow) => Promise<void>,
): Promise<ChangeSetRow> =>
  runChange(deps, caller, async (change) => {
    const draft = await lockDraft(change, path, revisions);
    await work(change, draft);
    const after = await requireChangeSet(change.tx, path);
    auditDraft(change, action, [draft, after], details);
    return after;
  });

const approvalEntry = (diffHash: string) => ({ action: 'approve', details: { diffHash } }) as const;

export type RequestedSchedule = Omit<Schedule, 'userId'>;

const scheduleEntry = (schedule: RequestedSchedule | null) =>
  schedule === null
    ? ({ action: 'unschedule' } as const)
    : ({
        action: 'schedule',
        ...(schedule.allowUnsupported && { details: { allowUnsupported: true } }),
      } as const);

/** The oldest first. @param after the user of the last approval of the previous page */
async function listApprovals(
  { sql }: DomainDeps,
  path: ChangeSetPath,
  limit: number,
  after: string | undefined,
): Promise<Page<ApprovalRow>> {
  await requireProject(sql, path.projectId);
  const approvals = await readApprovals(sql, await requireChangeSet(sql, path));
  return pageWithin(approvals, limit, after, ({ userId }) => userId);
}

/** What is between a draft and its application: its review, and its time. */
export function createReviews(deps: DomainDeps) {
  const { randomUuid } = deps;
  const approve = (diffHash: string) => async (change: Change, draft: ChangeSetRow) =>
    approveDraft(change, draft, await prepareDraft(change, draft, randomUuid), diffHash);
  return {
    request: (caller: Caller, path: ChangeSetPath, revisions: ExpectedTags): Promise<ChangeSetRow> =>
      onDraft({ deps, caller, path, revisions }, { action: 'request_review' }, requestReview),

    approvals: (path: ChangeSetPath, limit: number, after: string | undefined): Promise<Page<ApprovalRow>> =>
      listApprovals(deps, path, limit, after),

    /** @param diffHash the diff that the caller has read */
    approve: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      diffHash: string,
    ): Promise<ChangeSetRow> =>
      onDraft({ deps, caller, path, revisions }, approvalEntry(diffHash), approve(diffHash)),

    /** Applies a draft at a time, with the rights that the caller has then; `null` takes it off the schedule. */
    schedule: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      schedule: RequestedSchedule | null,
    ): Promise<ChangeSetRow> =>
      onDraft({ deps, caller, path, revisions }, scheduleEntry(schedule), ({ tx }, draft) =>
        saveSchedule(tx, draft.id, schedule && { ...schedule, userId: caller.userId }),
      ),

    /** Applies a draft without approvals. */
    breakGlass: (
      caller: Caller,
      path: ChangeSetPath,
      revisions: ExpectedTags,
      reason: string,
    ): Promise<ChangeSetRow> =>
      runChange(deps, caller, async (change) =>
        applyDraft(change, await lockDraft(change, path, revisions), randomUuid, async () => ({
          kind: 'break-glass',
          reason,
        })),
      ),
  };
}
