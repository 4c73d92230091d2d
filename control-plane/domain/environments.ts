import { isJsonEqual } from '../../shared/model/json-equal.ts';
import type { Precondition } from '../model/entity-tag.ts';
import { EMPTY_SIZE, type FlagSetSize } from '../model/flag-set-size.ts';
import { LIMITS } from '../model/limits.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { RequestError } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { insertDeletedEnvironment } from '../store/change-sets/history-writer.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';
import type { Queryable } from '../store/database/transaction.ts';
import { readFlagSetSizes } from '../store/flags/flag-set-sizes.ts';
import {
  deleteEnvironment,
  type EnvironmentFields,
  type EnvironmentRow,
  findEnvironment,
  insertEnvironment,
  listEnvironments,
  updateEnvironment,
} from '../store/projects/environments.ts';
import { assertUnprotected } from './change/assert-unprotected.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { hashDiff } from './change-set/hash-diff.ts';
import { addFlagsAndSegments } from './new-environment.ts';
import { writeEvent } from './outbox/outbox.ts';
import { type Page, pageWithin } from './page.ts';
import { revokeKeysWith } from './sdk-keys.ts';

export type { EnvironmentRow } from '../store/projects/environments.ts';

interface NewEnvironment extends EnvironmentFields {
  readonly key: string;
}

interface EnvironmentTarget {
  readonly projectId: string;
  readonly key: string;
  readonly precondition: Precondition<EnvironmentRow> | undefined;
}

export function createEnvironments(deps: DomainDeps) {
  const { sql } = deps;
  return {
    get: async (projectId: string, key: string): Promise<EnvironmentRow> => {
      await requireProject(sql, projectId);
      return requireEnvironment(sql, projectId, key);
    },

    /** The size of the environment's flag set. */
    usage: async (projectId: string, key: string): Promise<FlagSetSize> => {
      await requireProject(sql, projectId);
      const { id } = await requireEnvironment(sql, projectId, key);
      return (await readFlagSetSizes(sql, [id])).get(id) ?? EMPTY_SIZE;
    },

    /** By sort order. @param after the key of the last environment of the previous page */
    list: async (
      projectId: string,
      limit: number,
      after: string | undefined,
    ): Promise<Page<EnvironmentRow>> => {
      await requireProject(sql, projectId);
      return pageWithin(await listEnvironments(sql, projectId), limit, after, ({ key }) => key);
    },

    /** Every flag of the project gets a configuration in the new environment, off. */
    create: (caller: Caller, projectId: string, environment: NewEnvironment): Promise<EnvironmentRow> =>
      runChange(deps, caller, (change) => create(change, projectId, environment)),

    update: (
      caller: Caller,
      projectId: string,
      key: string,
      patch: Patch<EnvironmentFields>,
      precondition?: Precondition<EnvironmentRow>,
    ): Promise<EnvironmentRow> =>
      runChange(deps, caller, (change) => update(change, { projectId, key, precondition }, patch)),

    /** The keys of the environment stop working, and edges erase its flags. */
    remove: (
      caller: Caller,
      projectId: string,
      key: string,
      precondition?: Precondition<EnvironmentRow>,
    ): Promise<void> => runChange(deps, caller, (change) => remove(change, { projectId, key, precondition })),
  };
}

/** @throws RequestError NOT_FOUND if the project has no such environment */
export function requireEnvironment(sql: Queryable, projectId: string, key: string): Promise<EnvironmentRow> {
  return orNotFound(findEnvironment(sql, projectId, key), `environment "${key}" in this project`);
}

/** The fields that an update may change. */
export const editableEnvironmentFields = (environment: EnvironmentFields): EnvironmentFields => {
  const { name, sortOrder, privateAttributes, allowedOrigins } = environment;
  return { name, sortOrder, privateAttributes, allowedOrigins };
};

/** The resource of audit entries about an environment. */
export const environmentResource = (projectId: string, resourceId: string): AuditedResource => ({
  projectId,
  resourceType: 'environment',
  resourceId,
});

async function create(
  change: Change,
  projectId: string,
  environment: NewEnvironment,
): Promise<EnvironmentRow> {
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
  await addFlagsAndSegments(change, projectId, row);
  await change.takeKeysVersion(projectId);
  change.audit('create', environmentResource(projectId, row.id), { newValue: environment });
  await writeEvent(change, projectId, 'environment.created', { environments: [row.key] });
  return row;
}

async function update(
  change: Change,
  { projectId, key, precondition }: EnvironmentTarget,
  patch: Patch<EnvironmentFields>,
): Promise<EnvironmentRow> {
  await change.lockProject(projectId);
  const locked = await change.lockEnvironment(projectId, key);
  const before = await requireEnvironment(change.tx, projectId, key);
  precondition?.(before);
  const oldValue = editableEnvironmentFields(before);
  const newValue = applyPatch(oldValue, patch);
  if (isJsonEqual(oldValue, newValue)) return before;
  const { privateAttributes, allowedOrigins } = oldValue;
  const isForReaders = !isJsonEqual({ ...newValue, privateAttributes, allowedOrigins }, newValue);
  if (isForReaders) assertUnprotected(locked, 'Its private attributes and allowed origins can be changed');
  await change.takeKeysVersion(projectId);
  change.audit('update', environmentResource(projectId, before.id), { oldValue, newValue });
  return updateEnvironment(change.tx, before.id, newValue);
}

async function remove(change: Change, { projectId, key, precondition }: EnvironmentTarget): Promise<void> {
  await change.lockProject(projectId);
  const locked = await change.lockEnvironment(projectId, key);
  const before = await requireEnvironment(change.tx, projectId, key);
  precondition?.(before);
  assertUnprotected(locked, 'It can be deleted');
  const { id } = locked;
  await deleteEnvironment(change.tx, id);
  const entry = { projectId, userId: change.caller.userId, environment: { id, key }, diffHash: hashDiff([]) };
  change.appliesChangeSet(await insertDeletedEnvironment(change.tx, entry));
  await change.takeKeysVersion(projectId);
  change.notifyEnvironments([id]);
  change.audit('delete', environmentResource(projectId, id), {
    oldValue: { key, ...editableEnvironmentFields(before) },
  });
  await writeEvent(change, projectId, 'environment.deleted', { environments: [key] });
  await revokeKeysWith(change, projectId, id);
}
