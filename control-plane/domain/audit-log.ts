import {
  type AuditQuery,
  type AuditRow,
  findAudit,
  listAudit,
  type StoredAuditRow,
} from '../store/changes/audit-entries.ts';
import type { DomainDeps } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';
import { restoreValues } from './personal-values/restore-values.ts';

export type { AuditRow } from '../store/changes/audit-entries.ts';

export function createAuditLog({ sql }: Pick<DomainDeps, 'sql'>) {
  return {
    /** Newest entries first. */
    list: async (query: AuditQuery): Promise<Page<AuditRow>> => {
      if (query.projectId !== null) await requireProject(sql, query.projectId);
      const read = async (limit: number) => (await listAudit(sql, { ...query, limit })).map(restored);
      return readPage(query.limit, read, (entry) => entry.sequence);
    },

    get: async (projectId: string | null, id: string): Promise<AuditRow> =>
      restored(await orNotFound(findAudit(sql, projectId, id), `audit entry ${id}`)),
  };
}

function restored({ blocks, ...row }: StoredAuditRow): AuditRow {
  if (blocks === null) return row;
  const { resourceType, oldValue, newValue } = row;
  return {
    ...row,
    oldValue: restoreValues(resourceType, oldValue, blocks),
    newValue: restoreValues(resourceType, newValue, blocks),
  };
}
