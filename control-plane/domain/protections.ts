import { isJsonEqual } from '../../shared/model/json-equal.ts';
import type { Precondition } from '../model/entity-tag.ts';
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

/** What a request says besides the new protection. */
interface GivenWithChange {
  readonly reason: string | undefined;
  /** `null`: the environment is not protected. */
  readonly precondition?: Precondition<Protection | null>;
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
      given: GivenWithChange,
    ): Promise<Protection> =>
      runChange(deps, caller, async (change) => {
        const { id, before } = await lockProtection(change, path, protection, given);
        if (before !== null && isJsonEqual(before, protection)) return before;
        auditProtection(change, { projectId: path.projectId, id, before, after: protection }, given);
        return saveProtection(change.tx, id, protection);
      }),

    remove: (caller: Caller, path: EnvironmentPath, given: GivenWithChange): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const { id, before } = await lockProtection(change, path, null, given);
        if (before === null) return;
        auditProtection(change, { projectId: path.projectId, id, before, after: null }, given);
        await deleteProtection(change.tx, id);
      }),
  };
}

/** @throws RequestError CONFLICT if another protection is replaced without a reason */
async function lockProtection(
  change: Change,
  { projectId, environmentKey }: EnvironmentPath,
  after: Protection | null,
  { reason, precondition }: GivenWithChange,
): Promise<{ readonly id: string; readonly before: Protection | null }> {
  await change.lockProject(projectId);
  const { id, protection: before } = await change.lockEnvironment(projectId, environmentKey);
  precondition?.(before);
  if (before !== null && reason === undefined && !isJsonEqual(before, after)) {
    throw new RequestError(
      'CONFLICT',
      `Environment "${environmentKey}" is protected. Its protection can be changed only with a reason, which the audit log keeps: send \`reason\`.`,
    );
  }
  return { id, before };
}

interface ChangedProtection {
  readonly projectId: string;
  readonly id: string;
  readonly before: Protection | null;
  readonly after: Protection | null;
}

function auditProtection(
  change: Change,
  { projectId, id, before, after }: ChangedProtection,
  { reason }: GivenWithChange,
): void {
  const newValue = { protection: after, ...(reason === undefined ? {} : { reason }) };
  change.audit(
    'update',
    { projectId, resourceType: 'environment', resourceId: id },
    { oldValue: { protection: before }, newValue },
  );
}
