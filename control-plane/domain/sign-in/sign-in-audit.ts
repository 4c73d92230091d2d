import type { AuditedValues } from '../../store/changes/audit-entries.ts';
import type { Change } from '../change/change.ts';

/** Adds an entry about how a user signs in, or about sessions of a user that another one ends. */
export function auditSignIn(change: Change, userId: string, values: AuditedValues): void {
  change.audit('update', { projectId: null, resourceType: 'user', resourceId: userId }, values);
}
