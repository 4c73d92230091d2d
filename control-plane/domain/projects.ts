import { isJsonEqual } from '../../shared/model/json-equal.ts';
import type { Precondition } from '../model/entity-tag.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import type { Caller } from '../model/role.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';
import { listEnvironments } from '../store/projects/environments.ts';
import {
  deleteProject,
  insertProject,
  listProjects,
  type ProjectFields,
  type ProjectRow,
  updateProject,
} from '../store/projects/projects.ts';
import { assertUnprotected } from './change/assert-unprotected.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { requireProject } from './change/or-not-found.ts';
import { editableEnvironmentFields, environmentResource } from './environments.ts';
import { type Page, readPage } from './page.ts';
import { revokeKeysWith } from './sdk-keys.ts';

export type { ProjectRow } from '../store/projects/projects.ts';

export function createProjects(deps: DomainDeps) {
  const { sql } = deps;
  return {
    get: (projectId: string): Promise<ProjectRow> => requireProject(sql, projectId),

    /** Those that the caller may read, oldest first. */
    list: (caller: Caller, limit: number, after: string | undefined): Promise<Page<ProjectRow>> =>
      readPage(
        limit,
        (count) => listProjects(sql, caller, count, after),
        (project) => project.id,
      ),

    create: (caller: Caller, fields: ProjectFields): Promise<ProjectRow> =>
      runChange(deps, caller, (change) => create(change, fields)),

    update: (
      caller: Caller,
      projectId: string,
      patch: Patch<ProjectFields>,
      precondition?: Precondition<ProjectRow>,
    ): Promise<ProjectRow> =>
      runChange(deps, caller, (change) => update(change, projectId, patch, precondition)),

    /** Deletes the project with its environments and keys. Its audit entries remain. */
    remove: (caller: Caller, projectId: string, precondition?: Precondition<ProjectRow>): Promise<void> =>
      runChange(deps, caller, (change) => remove(change, projectId, precondition)),
  };
}

const projectResource = (projectId: string): AuditedResource => ({
  projectId,
  resourceType: 'project',
  resourceId: projectId,
});

async function create(change: Change, fields: ProjectFields): Promise<ProjectRow> {
  const project = await insertProject(change.tx, fields);
  change.audit('create', projectResource(project.id), { newValue: fields });
  return project;
}

async function update(
  change: Change,
  projectId: string,
  patch: Patch<ProjectFields>,
  precondition: Precondition<ProjectRow> | undefined,
): Promise<ProjectRow> {
  await change.lockProject(projectId);
  const before = await requireProject(change.tx, projectId);
  precondition?.(before);
  const oldValue = { name: before.name, description: before.description };
  const newValue = applyPatch(oldValue, patch);
  if (isJsonEqual(oldValue, newValue)) return before;
  change.audit('update', projectResource(projectId), { oldValue, newValue });
  return updateProject(change.tx, projectId, newValue);
}

async function remove(
  change: Change,
  projectId: string,
  precondition: Precondition<ProjectRow> | undefined,
): Promise<void> {
  const { name, description } = await change.lockProject(projectId);
  precondition?.(await requireProject(change.tx, projectId));
  const environments = await change.lockEnvironments(projectId);
  for (const environment of environments) assertUnprotected(environment, 'Its project can be deleted');
  const deleted = await listEnvironments(change.tx, projectId);
  await deleteProject(change.tx, projectId);
  await change.takeKeysVersion(projectId);
  change.notifyEnvironments(environments.map((environment) => environment.id));
  change.audit('delete', projectResource(projectId), {
    oldValue: { name, description, environments: environments.map((environment) => environment.key) },
  });
  for (const { id, key, ...environment } of deleted) {
    const oldValue = { key, ...editableEnvironmentFields(environment) };
    change.audit('delete', environmentResource(projectId, id), { oldValue });
  }
  await revokeKeysWith(change, projectId);
}
