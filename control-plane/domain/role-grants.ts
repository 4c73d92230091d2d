import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '../model/limits.ts';
import { RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import {
  countRoleGrants,
  deleteRoleGrant,
  findRoleGrant,
  type GrantContent,
  type GrantTarget,
  listRoleGrants,
  putRoleGrant,
  type RoleGrantRow,
} from '../store/access/role-grants.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { requireProject } from './change/or-not-found.ts';
import { auditGrant, type GrantPath } from './grant-audit.ts';
import { type Page, readPage } from './page.ts';
import { requireUser } from './users.ts';

export type { RoleGrantRow } from '../store/access/role-grants.ts';

/** The roles of users in projects and environments. */
export function createRoleGrants(deps: DomainDeps) {
  const { sql } = deps;
  return {
    list: async (
      projectId: string,
      limit: number,
      after: string | undefined,
    ): Promise<Page<RoleGrantRow>> => {
      await requireProject(sql, projectId);
      const read = (count: number) => listRoleGrants(sql, projectId, count, after);
      return readPage(limit, read, (grant) => grant.id);
    },

    /** Grants a role and its rights in place of those before. */
    put: (caller: Caller, path: GrantPath, content: GrantContent): Promise<void> =>
      runChange(deps, caller, (change) => put(change, path, content)),

    remove: (caller: Caller, path: GrantPath): Promise<void> =>
      runChange(deps, caller, (change) => remove(change, path)),
  };
}

async function put(change: Change, path: GrantPath, content: GrantContent): Promise<void> {
  const target = await lockTarget(change, path);
  await requireUser(change.tx, path.userId);
  const before = await findRoleGrant(change.tx, target);
  if (before !== undefined && isDeepStrictEqual(before, content)) return;
  if (before === undefined) await assertRoomForGrant(change, path.projectId);
  await putRoleGrant(change.tx, target, content);
  auditGrant(change, path, before, content);
}

async function remove(change: Change, path: GrantPath): Promise<void> {
  const target = await lockTarget(change, path);
  const before = await findRoleGrant(change.tx, target);
  if (before === undefined) throw resourceNotFound(`role of user ${path.userId} here`);
  await deleteRoleGrant(change.tx, target);
  auditGrant(change, path, before, undefined);
}

/** @throws RequestError CONFLICT if the role counts in a protected environment and there is no reason */
async function lockTarget(
  change: Change,
  { projectId, userId, environmentKey, reason }: GrantPath,
): Promise<GrantTarget> {
  await change.lockProject(projectId);
  const environments =
    environmentKey === undefined
      ? await change.lockEnvironments(projectId)
      : [await change.lockEnvironment(projectId, environmentKey)];
  const guarded = environments.find(({ protection }) => protection !== null);
  if (guarded !== undefined && reason === undefined) {
    throw new RequestError(
      'CONFLICT',
      `Environment "${guarded.key}" is protected. Roles that count there can be changed only with a reason, which the audit log keeps: send \`reason\`.`,
    );
  }
  const environmentId = environmentKey === undefined ? null : (environments[0]?.id ?? null);
  return { userId, projectId, environmentId };
}

async function assertRoomForGrant({ tx }: Change, projectId: string): Promise<void> {
  if ((await countRoleGrants(tx, projectId)) < LIMITS.roleGrantsPerProject) return;
  throw new RequestError(
    'CONFLICT',
    `A project has at most ${LIMITS.roleGrantsPerProject} roles of users. Remove some first.`,
  );
}
