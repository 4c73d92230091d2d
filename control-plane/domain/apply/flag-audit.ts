import type { AuditedResource } from '../../store/changes/audit-entries.ts';
import type { FlagFields, FlagRow } from '../../store/flags/flags.ts';

/** The fields that an update may change. */
export const editableFlagFields = ({
  name,
  description,
  tags,
  owner,
  clientSide,
  metadata,
  jsonSchema,
}: FlagFields): FlagFields => ({
  name,
  description,
  tags,
  owner,
  clientSide,
  metadata,
  jsonSchema,
});

/** What an audit entry contains of a flag. */
export const auditedFlag = (flag: FlagRow) => ({
  key: flag.key,
  type: flag.type,
  ...editableFlagFields(flag),
  archived: flag.archived,
});

/** The resource of audit entries about a flag. */
export const flagResource = (projectId: string, resourceId: string): AuditedResource => ({
  projectId,
  resourceType: 'flag',
  resourceId,
});
