import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import { callerWithRole } from '../../model/role.ts';
import { SYSTEM_USER_ID } from '../../store/access/users.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import {
  type DueChangeSet,
  failSchedule,
  findDueChangeSets,
  lockDueChangeSet,
} from '../../store/change-sets/schedules.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { applyDraft } from './apply-draft.ts';
import { authorizeByApprovals } from './check-approvals.ts';
import { auditDraft } from './draft-audit.ts';
import { requireChangeSet } from './open-draft.ts';

/** Change sets that are looked up at once. */
const BATCH = 50;
/** Characters of the reason why a change set was not applied. */
const MAX_REASON = 2_000;

const SYSTEM_CALLER = callerWithRole(SYSTEM_USER_ID, 'admin', 'service');

/** What was done with change sets whose time had come. */
export interface DueOutcome {
  readonly applied: number;
  /** Taken off the schedule, because they could not be applied. */
  readonly failed: number;
}

/**
 * Applies the change sets whose time has come, each in a transaction of its own with the rights that its scheduler has
 * now. Several control planes may do so at the same time: one of them applies each, because the transaction locks the
 * project and looks again. One that cannot be applied is taken off the schedule and keeps the reason.
 *
 * @param startRollout starts a draft that has a gradual rollout, with the rights of its scheduler
 * @throws the first error that is no RequestError, after all were tried: that change set stays due
 */
export async function applyDueChangeSets(
  deps: DomainDeps,
  startRollout: (change: Change, draft: ChangeSetRow) => Promise<void>,
): Promise<DueOutcome> {
  let applied = 0;
  let failed = 0;
  const errors: unknown[] = [];
  for (const due of await findDueChangeSets(deps.sql, BATCH)) {
    try {
      if (await applyDue(deps, due, startRollout)) applied += 1;
    } catch (error) {
      if (error instanceof RequestError) {
        await runChange(deps, SYSTEM_CALLER, (change) => failDue(change, due, keptReason(error)));
        failed += 1;
      } else errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return { applied, failed };
}

/** @returns whether this call has applied it */
function applyDue(
  deps: DomainDeps,
  { id, projectId, userId }: DueChangeSet,
  startRollout: (change: Change, draft: ChangeSetRow) => Promise<void>,
): Promise<boolean> {
  // The rights of the scheduler are read under the lock.
  return runChange(deps, callerWithRole(userId, null), async (change: Change) => {
    await change.lockProject(projectId);
    const scheduler = await lockDueChangeSet(change.tx, id, projectId);
    if (scheduler?.userId !== userId) return false;
    if (scheduler.isDeleted || !can(scheduler, { kind: 'anyEnvironment', projectId }, 'editor')) {
      throw new RequestError('CONFLICT', 'The user who has scheduled it may not change flags any more.');
    }
    const draft = await requireChangeSet(change.tx, { projectId, changeSetId: id });
    const scheduled = { ...change, caller: scheduler };
    if (draft.rolloutState !== null) await startRollout(scheduled, draft);
    else await applyDraft(scheduled, draft, deps.randomUuid, authorizeByApprovals(change, draft));
    return true;
  });
}

/** Takes a change set off the schedule, unless it is not due any more. */
async function failDue(change: Change, { id, projectId }: DueChangeSet, reason: string): Promise<void> {
  await change.lockProject(projectId);
  const before = await requireChangeSet(change.tx, { projectId, changeSetId: id });
  await failSchedule(change.tx, id, reason);
  const after = await requireChangeSet(change.tx, { projectId, changeSetId: id });
  if (after.revision !== before.revision) auditDraft(change, 'unschedule', [before, after]);
}

/** Why a change set was not applied, or a rollout has stopped, as its row keeps it. */
export function keptReason({ message, faults }: RequestError): string {
  const details = faults.map((fault) => `${fault.path}: ${fault.message}`);
  return [message, ...details].join('\n').slice(0, MAX_REASON);
}
