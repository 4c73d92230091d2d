import type { ApiTokenRow } from '../store/access/api-tokens.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';

/** The resource of audit entries about an API token. */
export const tokenResource = (resourceId: string): AuditedResource => ({
  projectId: null,
  resourceType: 'api_token',
  resourceId,
});

/** What an audit entry contains of a token: not its hash. */
export const auditedToken = ({
  userId,
  name,
  hint,
  expiresAt,
  onlyProjectId,
  isReadOnly,
  rights,
}: ApiTokenRow) => ({
  userId,
  name,
  hint,
  expiresAt,
  ...(onlyProjectId === null ? {} : { onlyProjectId }),
  ...(isReadOnly ? { isReadOnly } : {}),
  ...(rights.length === 0 ? {} : { rights }),
});
