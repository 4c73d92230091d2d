import type { GrantContent } from '../store/access/role-grants.ts';
import type { Change } from './change/change.ts';

/** A user in a project, or in one environment of it. */
export interface GrantPath {
  readonly projectId: string;
  readonly userId: string;
  /** Absent: in the whole project. */
  readonly environmentKey?: string | undefined;
  /** Why a role changes that counts in a protected environment. */
  readonly reason?: string | undefined;
}

/** Adds an entry of the project about the user whose role changes. It is `undefined` if there was, or is, none. */
export function auditGrant(
  change: Change,
  { projectId, userId, environmentKey, reason }: GrantPath,
  before: GrantContent | undefined,
  after: GrantContent | undefined,
): void {
  const audited = (content: GrantContent | undefined) =>
    content && {
      role: content.role,
      ...(content.rights.length > 0 && { rights: content.rights }),
      ...(environmentKey && { environmentKey }),
    };
  change.audit(
    'update',
    { projectId, resourceType: 'user', resourceId: userId },
    {
      oldValue: audited(before),
      newValue: reason === undefined ? audited(after) : { ...audited(after), reason },
    },
  );
}
