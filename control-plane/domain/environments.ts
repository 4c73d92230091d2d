import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { LIMITS } from '../model/limits.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  deleteEnvironment,
  type EnvironmentRow,
  type EnvironmentText,
  findEnvironment,
  insertEnvironment,
  listEnvironments,
  populateEnvironment,
  updateEnvironment,
} from '../store/projects/environments.ts';
import { findProject } from '../store/projects/projects.ts';
import { type DomainDeps, runChange } from './change.ts';
import { FALLTHROUGH_PRIORITY } from './configuration/initial-configuration.ts';

export type { EnvironmentRow } from '../store/projects/environments.ts';

const textOf = (environment: EnvironmentText): EnvironmentText => {
  const { name, sortOrder, privateAttributes, allowedOrigins } = environment;
  return { name, sortOrder, privateAttributes, allowedOrigins };
};

export function createEnvironments(deps: DomainDeps) {
  return {
    get: async (projectId: string, key: string): Promise<EnvironmentRow> => {
      if (!(await findProject(deps.sql, projectId))) throw resourceNotFound(`project ${projectId}`);
      const environment = await findEnvironment(deps.sql, projectId, key);
      if (!environment) throw resourceNotFound(`environment "${key}" in this project`);
      return environment;
    },

    list: async (projectId: string): Promise<readonly EnvironmentRow[]> => {
      if (!(await findProject(deps.sql, projectId))) throw resourceNotFound(`project ${projectId}`);
      return listEnvironments(deps.sql, projectId);
    },

    /** Every flag of the project gets a configuration in it, off. */
    create: (
      caller: Caller,
      projectId: string,
      environment: EnvironmentText & { readonly key: string },
    ): Promise<EnvironmentRow> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(projectId);
        const others = await change.lockEnvironments(projectId);
        if (others.some((other) => other.key === environment.key)) {
          throw new RequestError('CONFLICT', `There is an environment "${environment.key}" already.`);
        }
        if (others.length >= LIMITS.environmentsPerProject) {
          throw new RequestError(
            'CONFLICT',
            `A project has at most ${LIMITS.environmentsPerProject} environments.`,
          );
        }
        const row = await insertEnvironment(change.tx, projectId, environment);
        await populateEnvironment(change.tx, projectId, row, caller.userId, FALLTHROUGH_PRIORITY);
        await change.takeKeysVersion(projectId);
        change.audit({
          projectId,
          action: 'create',
          resourceType: 'environment',
          resourceId: row.id,
          newValue: environment,
        });
        return row;
      }),

    update: (
      caller: Caller,
      projectId: string,
      key: string,
      patch: Patch<EnvironmentText>,
    ): Promise<EnvironmentRow> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(projectId);
        await change.lockEnvironment(projectId, key);
        const before = await findEnvironment(change.tx, projectId, key);
        if (!before) throw resourceNotFound(`environment "${key}" in this project`);
        const oldValue = textOf(before);
        const newValue = applyPatch(oldValue, patch);
        if (isJsonEqual(oldValue, newValue)) return before;
        await change.takeKeysVersion(projectId);
        change.audit({
          projectId,
          action: 'update',
          resourceType: 'environment',
          resourceId: before.id,
          oldValue,
          newValue,
        });
        return updateEnvironment(change.tx, before.id, newValue);
      }),

    /** Its keys stop working; edges erase its flags. */
    remove: (caller: Caller, projectId: string, key: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(projectId);
        const { id } = await change.lockEnvironment(projectId, key);
        const before = await findEnvironment(change.tx, projectId, key);
        await deleteEnvironment(change.tx, id);
        await change.takeKeysVersion(projectId);
        change.touchEnvironments([id]);
        change.audit({
          projectId,
          action: 'delete',
          resourceType: 'environment',
          resourceId: id,
          oldValue: before && { key, ...textOf(before) },
        });
      }),
  };
}
