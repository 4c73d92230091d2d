import { resourceNotFound } from '../../model/request-error.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { findProject, type ProjectRow } from '../../store/projects/projects.ts';

/**
 * @param what for example `flag "new-checkout" in this project`
 * @throws RequestError NOT_FOUND if nothing was found
 */
export async function orNotFound<T>(found: Promise<T | undefined>, what: string): Promise<T> {
  const resource = await found;
  if (resource === undefined) throw resourceNotFound(what);
  return resource;
}

/** @throws RequestError NOT_FOUND if there is no such project */
export function requireProject(sql: Queryable, projectId: string): Promise<ProjectRow> {
  return orNotFound(findProject(sql, projectId), `project ${projectId}`);
}
