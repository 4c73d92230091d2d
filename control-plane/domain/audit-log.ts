import { type AuditQuery, type AuditRow, findAudit, listAudit } from '../store/changes/audit-entries.ts';
import type { DomainDeps } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';

export type { AuditRow } from '../store/changes/audit-entries.ts';

export function createAuditLog({ sql }: Pick<DomainDeps, 'sql'>) {
  return {
    /** Newest entries first. */
    list: async (query: AuditQuery): Promise<Page<AuditRow>> => {
      if (query.projectId !== null) await requireProject(sql, query.projectId);
      const read = (limit: number) => listAudit(sql, { ...query, limit });
      return readPage(query.limit, read, (entry) => entry.sequence);
    },

    get: (projectId: string | null, id: string): Promise<AuditRow> =>
      orNotFound(findAudit(sql, projectId, id), `audit entry ${id}`),
  };
}
