import type { FlagType } from '../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { LIMITS } from '../model/limits.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { insertConfiguration } from '../store/flags/configuration-writer.ts';
import {
  countFlags,
  deleteFlag,
  type FlagQuery,
  type FlagRow,
  type FlagText,
  findFlag,
  insertFlag,
  listFlags,
  setFlagArchived,
  stampFlag,
  updateFlag,
} from '../store/flags/flags.ts';
import { archivedPrerequisites, type Dependent, dependentsOfFlag } from '../store/flags/prerequisites.ts';
import { findProject } from '../store/projects/projects.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { type InitialValues, initialConfiguration } from './configuration/initial-configuration.ts';
import { validateInitialValues } from './configuration/validate-initial-values.ts';
import { type Page, toPage } from './page.ts';

export type { FlagRow } from '../store/flags/flags.ts';

interface NewFlag extends FlagText, InitialValues {
  readonly key: string;
  readonly type: FlagType;
}

const textOf = ({ name, description, tags, clientSide }: FlagText): FlagText => ({
  name,
  description,
  tags,
  clientSide,
});

/** What the audit log says of a flag. */
const told = (flag: FlagRow) => ({
  key: flag.key,
  type: flag.type,
  ...textOf(flag),
  archived: flag.archived,
});

export function createFlags(deps: DomainDeps) {
  return {
    get: async (projectId: string, key: string): Promise<FlagRow> => {
      if (!(await findProject(deps.sql, projectId))) throw resourceNotFound(`project ${projectId}`);
      const flag = await findFlag(deps.sql, projectId, key);
      if (!flag) throw resourceNotFound(`flag "${key}" in this project`);
      return flag;
    },

    list: async (query: FlagQuery): Promise<Page<FlagRow>> => {
      if (!(await findProject(deps.sql, query.projectId)))
        throw resourceNotFound(`project ${query.projectId}`);
      const rows = await listFlags(deps.sql, { ...query, limit: query.limit + 1 });
      return toPage(rows, query.limit, (flag) => flag.key);
    },

    create: (caller: Caller, projectId: string, flag: NewFlag): Promise<FlagRow> =>
      runChange(deps, caller, (change) => create(deps, change, projectId, flag)),

    update: (caller: Caller, projectId: string, key: string, patch: Patch<FlagText>): Promise<FlagRow> =>
      runChange(deps, caller, async (change) => {
        const before = await lockFlag(change, projectId, key);
        const oldValue = textOf(before);
        const newValue = applyPatch(oldValue, patch);
        if (isJsonEqual(oldValue, newValue)) return before;
        // Names, descriptions and tags stay here; only what readers hold takes a version.
        if (oldValue.clientSide !== newValue.clientSide) await stampEverywhere(change, projectId, before.id);
        audit(change, projectId, before.id, 'update', oldValue, newValue);
        return updateFlag(change.tx, before.id, newValue);
      }),

    /** Readers forget the flag; `restore` brings it back as it was. */
    archive: (caller: Caller, projectId: string, key: string): Promise<FlagRow> =>
      runChange(deps, caller, async (change) => {
        const before = await lockFlag(change, projectId, key);
        if (before.archived) return before;
        const users = (await dependentsOfFlag(change.tx, before.id)).filter((user) => !user.archived);
        refuseInUse('archived', key, users);
        await stampEverywhere(change, projectId, before.id);
        const after = await setFlagArchived(change.tx, before.id, true);
        audit(change, projectId, before.id, 'archive', told(before), told(after));
        return after;
      }),

    restore: (caller: Caller, projectId: string, key: string): Promise<FlagRow> =>
      runChange(deps, caller, async (change) => {
        const before = await lockFlag(change, projectId, key);
        if (!before.archived) return before;
        const missing = await archivedPrerequisites(change.tx, before.id);
        if (missing.length > 0) {
          throw new RequestError(
            'CONFLICT',
            `Flag "${key}" needs flags that are archived: ${names(missing)}.`,
          );
        }
        await stampEverywhere(change, projectId, before.id);
        const after = await setFlagArchived(change.tx, before.id, false);
        audit(change, projectId, before.id, 'restore', told(before), told(after));
        return after;
      }),

    remove: (caller: Caller, projectId: string, key: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const before = await lockFlag(change, projectId, key);
        refuseInUse('deleted', key, await dependentsOfFlag(change.tx, before.id));
        await stampEverywhere(change, projectId, before.id);
        await deleteFlag(change.tx, before.id);
        audit(change, projectId, before.id, 'delete', told(before), undefined);
      }),
  };
}

async function create(deps: DomainDeps, change: Change, projectId: string, flag: NewFlag): Promise<FlagRow> {
  await change.lockProject(projectId);
  const environments = await change.lockEnvironments(projectId);
  if (environments.length === 0) {
    throw new RequestError(
      'CONFLICT',
      'The project has no environment yet. Create one first: flags live in them.',
    );
  }
  if (await findFlag(change.tx, projectId, flag.key)) {
    throw new RequestError('CONFLICT', `There is a flag "${flag.key}" already.`);
  }
  if ((await countFlags(change.tx, projectId)) >= LIMITS.flagsPerProject) {
    throw new RequestError('CONFLICT', `A project has at most ${LIMITS.flagsPerProject} flags.`);
  }
  const faults = validateInitialValues(flag.type, flag);
  if (faults.length > 0) throw invalidRequest(faults);

  const versions = await change.takeVersions(environments.map((environment) => environment.id));
  const row = await insertFlag(change.tx, projectId, change.caller.userId, flag);
  for (const [environmentId, version] of versions) {
    const configuration = initialConfiguration(flag.type, flag, deps.randomUuid);
    const place = { projectId, flagId: row.id, environmentId };
    await insertConfiguration(change.tx, place, configuration, { version, userId: change.caller.userId });
  }
  const { variations, defaultValue } = initialConfiguration(flag.type, flag, deps.randomUuid);
  audit(change, projectId, row.id, 'create', undefined, { ...told(row), variations, defaultValue });
  return row;
}

/** Locks the project and every environment, then reads the flag. */
async function lockFlag(change: Change, projectId: string, key: string): Promise<FlagRow> {
  await change.lockProject(projectId);
  await change.lockEnvironments(projectId);
  const flag = await findFlag(change.tx, projectId, key);
  if (!flag) throw resourceNotFound(`flag "${key}" in this project`);
  return flag;
}

async function stampEverywhere(change: Change, projectId: string, flagId: string): Promise<void> {
  const environments = await change.lockEnvironments(projectId);
  const versions = await change.takeVersions(environments.map((environment) => environment.id));
  await stampFlag(change.tx, flagId, versions, change.caller.userId);
}

function audit(
  change: Change,
  projectId: string,
  flagId: string,
  action: 'create' | 'update' | 'archive' | 'restore' | 'delete',
  oldValue: unknown,
  newValue: unknown,
): void {
  change.audit({ projectId, action, resourceType: 'flag', resourceId: flagId, oldValue, newValue });
}

function refuseInUse(what: string, key: string, users: readonly Dependent[]): void {
  if (users.length === 0) return;
  throw new RequestError(
    'IN_USE',
    `Flag "${key}" cannot be ${what}: it is a prerequisite of ${names(users)}.`,
  );
}

const names = (flags: readonly Dependent[]): string =>
  flags
    .slice(0, 20)
    .map((flag) => `"${flag.flagKey}" in environment "${flag.environmentKey}"`)
    .join(', ');
