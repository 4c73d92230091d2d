import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  deleteProject,
  findProject,
  insertProject,
  listProjects,
  type ProjectRow,
  updateProject,
} from '../store/projects/projects.ts';
import { type DomainDeps, runChange } from './change.ts';
import { type Page, toPage } from './page.ts';

export type { ProjectRow } from '../store/projects/projects.ts';

interface ProjectText {
  readonly name: string;
  readonly description: string;
}

export function createProjects(deps: DomainDeps) {
  const get = async (projectId: string): Promise<ProjectRow> => {
    const project = await findProject(deps.sql, projectId);
    if (!project) throw resourceNotFound(`project ${projectId}`);
    return project;
  };
  return {
    get,

    list: async (limit: number, after: string | undefined): Promise<Page<ProjectRow>> =>
      toPage(await listProjects(deps.sql, limit + 1, after), limit, (project) => project.id),

    create: (caller: Caller, text: ProjectText): Promise<ProjectRow> =>
      runChange(deps, caller, async (change) => {
        const project = await insertProject(change.tx, text);
        change.audit({
          projectId: project.id,
          action: 'create',
          resourceType: 'project',
          resourceId: project.id,
          newValue: text,
        });
        return project;
      }),

    update: (caller: Caller, projectId: string, patch: Patch<ProjectText>): Promise<ProjectRow> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(projectId);
        const before = await findProject(change.tx, projectId);
        if (!before) throw resourceNotFound(`project ${projectId}`);
        const oldValue = { name: before.name, description: before.description };
        const newValue = applyPatch(oldValue, patch);
        if (isJsonEqual(oldValue, newValue)) return before;
        change.audit({
          projectId,
          action: 'update',
          resourceType: 'project',
          resourceId: projectId,
          oldValue,
          newValue,
        });
        return updateProject(change.tx, projectId, newValue);
      }),

    /** Takes its environments and keys along; what was recorded of it stays. */
    remove: (caller: Caller, projectId: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const { name, description } = await change.lockProject(projectId);
        const environments = await change.lockEnvironments(projectId);
        await deleteProject(change.tx, projectId);
        await change.takeKeysVersion(projectId);
        change.touchEnvironments(environments.map((environment) => environment.id));
        change.audit({
          projectId,
          action: 'delete',
          resourceType: 'project',
          resourceId: projectId,
          oldValue: { name, description, environments: environments.map((environment) => environment.key) },
        });
      }),
  };
}
