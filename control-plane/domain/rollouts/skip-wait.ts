import { RequestError } from '../../model/request-error.ts';
import { can } from '../../model/rights.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import type { RolloutRow } from '../../store/change-sets/rollouts.ts';
import type { Authorize } from '../apply/protected-changes.ts';
import type { Change } from '../change/change.ts';

/** A request that applies a step before its time. */
export interface SkippedWait {
  readonly reason: string | undefined;
}

/**
 * The wait before a step belongs to what was approved. So in a protected environment a step that is not due yet is applied by
 * an admin of the project with a reason only, as with break-glass, and the history marks it so.
 *
 * @param authorize decides about the step itself
 * @throws RequestError CONFLICT without a reason, FORBIDDEN to others than admins
 */
export function authorizeSkippedWait(
  { caller }: Change,
  projectId: string,
  authorize: Authorize,
  { reason }: SkippedWait,
): Authorize {
  return async (demand) => {
    const bypass = await authorize(demand);
    const names = demand.environments.map(({ key }) => `"${key}"`).join(', ');
    if (reason === undefined) {
      throw new RequestError(
        'CONFLICT',
        `The wait before this step was approved with the rollout, and it is not over; the step is for readers of protected environments (${names}). An admin of the project may apply it now with POST …/rollout/advance?reason=….`,
      );
    }
    if (!can(caller, { kind: 'project', projectId }, 'admin')) {
      throw new RequestError(
        'FORBIDDEN',
        `Only an admin of the project may skip a wait that was approved for protected environments (${names}).`,
      );
    }
    return bypass ?? { kind: 'break-glass', reason };
  };
}

/**
 * Refuses to resume a rollout at once if that would skip a wait in a protected environment.
 *
 * @throws RequestError CONFLICT
 */
export async function assertMayResumeAtOnce(
  change: Change,
  { changeSet, rollout }: { readonly changeSet: ChangeSetRow; readonly rollout: RolloutRow },
): Promise<void> {
  const next = rollout.steps.find(({ appliedAt }) => appliedAt === null);
  const hasWaited =
    next?.dueAt != null && rollout.pausedAt !== null && next.dueAt.getTime() <= rollout.pausedAt.getTime();
  if (hasWaited) return;
  const [environment] = await change.lockEnvironmentsWithKeys(changeSet.projectId, [rollout.environmentKey]);
  if (environment?.protection == null) return;
  throw new RequestError(
    'CONFLICT',
    `The environment "${rollout.environmentKey}" is protected, and the rest of the wait belongs to what was approved. Resume without "immediately"; then an admin may apply the next step with POST …/rollout/advance?reason=….`,
  );
}
