import { isJsonEqual } from '../../shared/model/json-equal.ts';
import type { Protection } from '../model/protection.ts';
import { RequestError } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { deleteProtection, findProtection, saveProtection } from '../store/projects/protections.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { requireEnvironment } from './environments.ts';

interface EnvironmentPath {
  readonly projectId: string;
  readonly environmentKey: string;
}

/** Who must approve changes of an environment. A protection can only be changed for a reason, which is audited. */
export function createProtections(deps: DomainDeps) {
  const { sql } = deps;
  return {
    /** @throws RequestError NOT_FOUND if the environment is not protected */
    get: async ({ projectId, environmentKey }: EnvironmentPath): Promise<Protection> => {
      await requireProject(sql, projectId);
      const { id } = await requireEnvironment(sql, projectId, environmentKey);
      return orNotFound(findProtection(sql, id), `protection of environment "${environmentKey}"`);
    },

    /** @throws RequestError CONFLICT if another protection is replaced without a reason */
    set: (
      caller: Caller,
      path: EnvironmentPath,
      protection: Protection,
      reason: string | undefined,
    ): Promise<Protection> =>
      runChange(deps, caller, async (change) => {
        await replace(change, path, protection, reason);
        return protection;
      }),

    remove: (caller: Caller, path: EnvironmentPath, reason: string | undefined): Promise<void> =>
      runChange(deps, caller, (change) => replace(change, path, null, reason)),
  };
}

async function replace(
  change: Change,
  { projectId, environmentKey }: EnvironmentPath,
  after: Protection | null,
  reason: string | undefined,
): Promise<void> {
  await change.lockProject(projectId);
  const { id, protection: before } = await change.lockEnvironment(projectId, environmentKey);
  if (isJsonEqual(before, after)) return;
  if (before !== null && reason === undefined) {
    throw new RequestError(
      'CONFLICT',
      `Environment "${environmentKey}" is protected. Its protection can be changed only with a reason, which the audit log keeps: send \`reason\`.`,
    );
  }
  if (after === null) await deleteProtection(change.tx, id);
  else await saveProtection(change.tx, id, after);
  const newValue = { protection: after, ...(reason === undefined ? {} : { reason }) };
  change.audit(
    'update',
    { projectId, resourceType: 'environment', resourceId: id },
    {
      oldValue: { protection: before },
      newValue,
    },
  );
}
