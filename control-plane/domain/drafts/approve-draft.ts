import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import type { Caller } from '../../model/role.ts';
import {
  type AuthorRow,
  readAuthors,
  saveApproval,
  setReviewState,
} from '../../store/change-sets/approvals.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { planWrites } from '../apply/planned-writes.ts';
import { type ProtectedEnvironment, protectedChanges } from '../apply/protected-changes.ts';
import type { Change } from '../change/change.ts';
import { writeEvent } from '../outbox/outbox.ts';
import { isApprover, missingApprovals } from './check-approvals.ts';
import type { PreparedDraft } from './prepare-steps.ts';

/** Keys of flags and segments that a webhook event names. */
const ANNOUNCED_KEYS = 100;

/** Asks others to review a locked draft, whether it needs approvals or not. It can be applied meanwhile, if it needs none. */
export async function requestReview(change: Change, draft: ChangeSetRow): Promise<void> {
  if (draft.state !== 'draft')
    throw new RequestError('CONFLICT', `The change set is ${draft.state} already.`);
  if (draft.operationCount === 0 && draft.rolloutState === null) {
    throw new RequestError('CONFLICT', 'The draft has no operations, so there is nothing to review.');
  }
  await setReviewState(change.tx, draft.id, 'in_review');
  await writeEvent(change, draft.projectId, 'change_set.review_requested', { changeSet: announced(draft) });
}

const announced = ({ id, name, environmentKeys, flagKeys, segmentKeys }: ChangeSetRow) => ({
  id,
  name,
  environmentKeys,
  flagKeys: flagKeys.slice(0, ANNOUNCED_KEYS),
  segmentKeys: segmentKeys.slice(0, ANNOUNCED_KEYS),
});

/**
 * Approves what a locked draft would change now. If that needs no approval, the review was voluntary: one approval of another
 * person, who may edit in the project, ends it. Nobody has to wait for it.
 *
 * @param prepared the draft in the state of now, without problems
 * @param diffHash the diff that the caller has read
 * @throws RequestError CONFLICT if the diff is another one; FORBIDDEN to authors and to users who are no approvers
 */
export async function approveDraft(
  change: Change,
  draft: ChangeSetRow,
  prepared: PreparedDraft,
  diffHash: string,
): Promise<void> {
  const { tx, caller } = change;
  if (draft.state === 'draft') {
    throw new RequestError('CONFLICT', 'Request a review first: POST …/request-review.');
  }
  const current = prepared.diffHash;
  if (current !== diffHash) {
    throw new RequestError(
      'CONFLICT',
      `The diff is another one now: its hash is ${current}. Read GET …/diff again, then approve that.`,
    );
  }
  const demanded = demandedBy(prepared);
  const authors = await readAuthors(tx, draft);
  assertMayApprove(draft, authors, demanded, caller);
  await saveApproval(tx, draft.id, caller.userId, diffHash);
  const missing = await missingApprovals(tx, draft, { environments: demanded, diffHash }, authors);
  await setReviewState(tx, draft.id, missing.length === 0 ? 'approved' : 'in_review');
  if (missing.length > 0) return;
  await writeEvent(change, draft.projectId, 'change_set.approved', { changeSet: announced(draft), diffHash });
}

/** The protected environments whose readers see a draft, with every step of its rollout. */
export function demandedBy({ whole }: PreparedDraft): readonly ProtectedEnvironment[] {
  const { slice, applied, diff } = whole;
  return protectedChanges(slice, planWrites(applied.before, applied.after, diff), diff).demanded;
}

function assertMayApprove(
  { projectId }: ChangeSetRow,
  authors: readonly AuthorRow[],
  demanded: readonly ProtectedEnvironment[],
  caller: Caller,
): void {
  if (authors.some(({ userId }) => userId === caller.userId)) {
    throw new RequestError('FORBIDDEN', 'An author of the draft cannot approve it.');
  }
  if (caller.kind === 'service') {
    throw new RequestError('FORBIDDEN', 'A service account cannot approve a change set.');
  }
  if (caller.isReadOnly)
    throw new RequestError('FORBIDDEN', 'A token that only reads cannot approve a change set.');
  const mayApprove =
    demanded.length === 0
      ? can(caller, { kind: 'anyEnvironment', projectId }, 'editor')
      : demanded.some((environment) => isApprover(projectId, environment, caller));
  if (mayApprove) return;
  if (demanded.length > 0) {
    const names = demanded.map(({ key }) => `"${key}"`).join(', ');
    throw new RequestError('FORBIDDEN', `You are no approver of the environments that it changes: ${names}.`);
  }
  throw new RequestError(
    'FORBIDDEN',
    'An approval requires the role editor in the project or in one of its environments.',
  );
}
