import { RequestError } from '../../model/request-error.ts';
import { can, type RightsScope } from '../../model/rights.ts';
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
 * Lets a draft be applied if its diff, as it is under the lock, has its approvals, and the rights of its authors and
 * approvers still allow it.
 */
export function authorizeByApprovals({ tx }: Change, draft: ChangeSetRow): Authorize {
  return async (demand) => {
    const authors = await readAuthors(tx, draft);
    assertAuthorsMayStill(draft, authors);
    const missing = await missingApprovals(tx, draft, demand, authors);
    if (missing.length === 0) return undefined;
    throw new RequestError(
      'CONFLICT',
      `The diff ${demand.diffHash} lacks approvals: ${missing.join('; ')}. Request a review with POST …/request-review; approvers send POST …/approvals.`,
    );
  };
}

/** Every author must be an editor of what the operations of this author change. */
function assertAuthorsMayStill({ projectId }: ChangeSetRow, authors: readonly AuthorRow[]): void {
  for (const author of authors) {
    const scopes: RightsScope[] = author.environmentKeys.map((environmentKey) =>
      environmentKey === null
        ? { kind: 'project', projectId }
        : { kind: 'environment', projectId, environmentKey },
    );
    // Someone may have created the draft, and others have filled it.
    scopes.push({ kind: 'anyEnvironment', projectId });
    if (!author.isDeleted && scopes.every((scope) => can(author, scope, 'editor'))) continue;
    throw new RequestError(
      'CONFLICT',
      'An author of the draft may not, or no longer, change what it changes. Create the draft again.',
    );
  }
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
