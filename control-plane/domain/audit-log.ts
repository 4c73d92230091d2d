import { resourceNotFound } from '../model/request-error.ts';
import { type AuditQuery, type AuditRow, findAudit, listAudit } from '../store/changes/audit.ts';
import { findProject } from '../store/projects/projects.ts';
import type { DomainDeps } from './change.ts';
import { type Page, toPage } from './page.ts';

export type { AuditRow } from '../store/changes/audit.ts';

export function createAuditLog(deps: Pick<DomainDeps, 'sql'>) {
  return {
    /** The latest entries first. */
    list: async (query: AuditQuery): Promise<Page<AuditRow>> => {
      if (query.projectId !== null && !(await findProject(deps.sql, query.projectId))) {
        throw resourceNotFound(`project ${query.projectId}`);
      }
      const rows = await listAudit(deps.sql, { ...query, limit: query.limit + 1 });
      return toPage(rows, query.limit, (entry) => entry.sequence);
    },

    get: async (projectId: string | null, id: string): Promise<AuditRow> => {
      const entry = await findAudit(deps.sql, projectId, id);
      if (!entry) throw resourceNotFound(`audit entry ${id}`);
      return entry;
    },
  };
}
