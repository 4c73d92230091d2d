import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import type { Caller } from '../../model/role.ts';
import {
  type ApprovalRow,
  type AuthorRow,
  readApprovals,
  readAuthors,
} from '../../store/change-sets/approvals.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import type { ApprovalDemand, Authorize, ProtectedEnvironment } from '../apply/protected-changes.ts';
import type { Change } from '../change/change.ts';

/**
 * Lets a draft be applied if its diff, as it is under the lock, has its approvals, and the rights of its approvers still
 * allow it. The rights of authors are another question: `assertAuthorsMayStill`.
 */
export function authorizeByApprovals({ tx }: Change, draft: ChangeSetRow): Authorize {
  return async (demand) => {
    const authors = await readAuthors(tx, draft);
    const missing = await missingApprovals(tx, draft, demand, authors);
    if (missing.length === 0) return undefined;
    throw new RequestError(
      'CONFLICT',
      `The diff ${demand.diffHash} lacks approvals: ${missing.join('; ')}. Request a review with POST …/request-review; approvers send POST …/approvals.`,
    );
  };
}

/** What each environment lacks, in words. Only approvals of exactly this diff count. */
export async function missingApprovals(
  tx: Change['tx'],
  draft: ChangeSetRow,
  { environments, diffHash }: ApprovalDemand,
  authors: readonly AuthorRow[],
): Promise<readonly string[]> {
  const authorIds = new Set(authors.map(({ userId }) => userId));
  const approvals = (await readApprovals(tx, draft)).filter(
    (approval) => approval.diffHash === diffHash && !approval.isDeleted && !authorIds.has(approval.userId),
  );
  return environments.flatMap((environment) => {
    const count = approvals.filter((approval: ApprovalRow) =>
      isApprover(draft.projectId, environment, approval),
    ).length;
    return count >= environment.approvals
      ? []
      : `"${environment.key}" has ${count} of ${environment.approvals}`;
  });
}

/** A person who has the role in the environment, or is named and still has a role in the project. */
export function isApprover(
  projectId: string,
  { key, approverRole, approverIds }: ProtectedEnvironment,
  user: Caller,
): boolean {
  if (user.kind === 'service') return false;
  const scope = { kind: 'environment', projectId, environmentKey: key } as const;
  if (approverIds.includes(user.userId)) return can(user, scope, 'viewer');
  return approverRole !== null && can(user, scope, approverRole);
}
