import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { EMPTY_SIZE } from '../model/flag-set-size.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { RequestError } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import type { Queryable } from '../store/database/transaction.ts';
import { measureFlag, readFlagSize } from '../store/flags/flag-set-sizes.ts';
import {
  deleteFlag,
  type FlagFields,
  type FlagQuery,
  type FlagRow,
  findFlag,
  listFlags,
  setFlagArchived,
  stampFlag,
  updateFlag,
} from '../store/flags/flags.ts';
import { archivedPrerequisites, type Dependent, dependentsOfFlag } from '../store/flags/prerequisites.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { auditedFlag, editableFlagFields, flagResource } from './flag-audit.ts';
import { assertWithinFlagSetLimits } from './flag-set-limits.ts';
import { addFlag, type NewFlag } from './new-flag.ts';
import { orNotFound, requireProject } from './or-not-found.ts';
import { type Page, readPage } from './page.ts';

export type { FlagRow } from '../store/flags/flags.ts';

export function createFlags(deps: DomainDeps) {
  const { sql } = deps;
  return {
    get: async (projectId: string, key: string): Promise<FlagRow> => {
      await requireProject(sql, projectId);
      return requireFlag(sql, projectId, key);
    },

    list: async (query: FlagQuery): Promise<Page<FlagRow>> => {
      await requireProject(sql, query.projectId);
      const read = (limit: number) => listFlags(sql, { ...query, limit });
      return readPage(query.limit, read, (flag) => flag.key);
    },

    create: (caller: Caller, projectId: string, flag: NewFlag): Promise<FlagRow> =>
      runChange(deps, caller, (change) => addFlag(change, projectId, flag, deps.randomUuid)),

    update: (caller: Caller, projectId: string, key: string, patch: Patch<FlagFields>): Promise<FlagRow> =>
      runChange(deps, caller, (change) => update(change, projectId, key, patch)),

    /** Removes the flag from all readers until `restore`. */
    archive: (caller: Caller, projectId: string, key: string): Promise<FlagRow> =>
      runChange(deps, caller, (change) => archive(change, projectId, key)),

    restore: (caller: Caller, projectId: string, key: string): Promise<FlagRow> =>
      runChange(deps, caller, (change) => restore(change, projectId, key)),

    remove: (caller: Caller, projectId: string, key: string): Promise<void> =>
      runChange(deps, caller, (change) => remove(change, projectId, key)),
  };
}

/** @throws RequestError NOT_FOUND if the project has no such flag */
function requireFlag(sql: Queryable, projectId: string, key: string): Promise<FlagRow> {
  return orNotFound(findFlag(sql, projectId, key), `flag "${key}" in this project`);
}

async function update(
  change: Change,
  projectId: string,
  key: string,
  patch: Patch<FlagFields>,
): Promise<FlagRow> {
  const before = await lockFlag(change, projectId, key);
  const oldValue = editableFlagFields(before);
  const newValue = applyPatch(oldValue, patch);
  if (isJsonEqual(oldValue, newValue)) return before;
  // Name, description and tags are not sent to readers, so changes of these take no version.
  const isForReaders =
    oldValue.clientSide !== newValue.clientSide || !isJsonEqual(oldValue.metadata, newValue.metadata);
  const row = await updateFlag(change.tx, before.id, newValue);
  if (isForReaders) {
    const environmentIds = await stampEverywhere(change, projectId, before.id);
    const oldSize = await readFlagSize(change.tx, before.id);
    const newSize = await measureFlag(change.tx, before.id);
    if (!before.archived) await assertWithinFlagSetLimits(change, environmentIds, oldSize, newSize);
  }
  change.audit('update', flagResource(projectId, before.id), { oldValue, newValue });
  return row;
}

async function archive(change: Change, projectId: string, key: string): Promise<FlagRow> {
  const flag = await lockFlag(change, projectId, key);
  if (flag.archived) return flag;
  const dependents = await dependentsOfFlag(change.tx, flag.id);
  assertNotInUse(
    'archived',
    key,
    dependents.filter((dependent) => !dependent.archived),
  );
  return setArchived(change, projectId, flag, true);
}

async function restore(change: Change, projectId: string, key: string): Promise<FlagRow> {
  const flag = await lockFlag(change, projectId, key);
  if (!flag.archived) return flag;
  const missing = await archivedPrerequisites(change.tx, flag.id);
  if (missing.length > 0) {
    throw new RequestError(
      'CONFLICT',
      `Flag "${key}" has prerequisites that are archived: ${listFlagNames(missing)}. Restore them first.`,
    );
  }
  return setArchived(change, projectId, flag, false);
}

async function setArchived(
  change: Change,
  projectId: string,
  before: FlagRow,
  archived: boolean,
): Promise<FlagRow> {
  const environmentIds = await stampEverywhere(change, projectId, before.id);
  const after = await setFlagArchived(change.tx, before.id, archived);
  if (!archived) {
    const size = await readFlagSize(change.tx, before.id);
    await assertWithinFlagSetLimits(change, environmentIds, EMPTY_SIZE, size);
  }
  change.audit(archived ? 'archive' : 'restore', flagResource(projectId, before.id), {
    oldValue: auditedFlag(before),
    newValue: auditedFlag(after),
  });
  return after;
}

async function remove(change: Change, projectId: string, key: string): Promise<void> {
  const flag = await lockFlag(change, projectId, key);
  assertNotInUse('deleted', key, await dependentsOfFlag(change.tx, flag.id));
  await stampEverywhere(change, projectId, flag.id);
  await deleteFlag(change.tx, flag.id);
  change.audit('delete', flagResource(projectId, flag.id), { oldValue: auditedFlag(flag) });
}

/** Locks the project and every environment, then reads the flag. */
async function lockFlag(change: Change, projectId: string, key: string): Promise<FlagRow> {
  await change.lockProject(projectId);
  await change.lockEnvironments(projectId);
  return requireFlag(change.tx, projectId, key);
}

/** @returns the ids of the environments */
async function stampEverywhere(
  change: Change,
  projectId: string,
  flagId: string,
): Promise<readonly string[]> {
  const environments = await change.lockEnvironments(projectId);
  const versions = await change.takeVersions(environments.map((environment) => environment.id));
  await stampFlag(change.tx, flagId, versions, change.caller.userId);
  return [...versions.keys()];
}

function assertNotInUse(verb: string, key: string, dependents: readonly Dependent[]): void {
  if (dependents.length === 0) return;
  throw new RequestError(
    'IN_USE',
    `Flag "${key}" cannot be ${verb}: it is a prerequisite of ${listFlagNames(dependents)}.`,
  );
}

const listFlagNames = (flags: readonly Dependent[]): string =>
  flags
    .slice(0, 20)
    .map((flag) => `"${flag.flagKey}" in environment "${flag.environmentKey}"`)
    .join(', ');
