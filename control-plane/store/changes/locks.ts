import type { Protection } from '../../model/protection.ts';
import { sendNow } from '../database/statements-together.ts';
import type { Transaction } from '../database/transaction.ts';

export interface LockedProject {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Whether programs that write no history have changed it. */
  readonly hasHistoryGaps: boolean;
}

export interface LockedEnvironment {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  /** `null` if the environment is not protected. */
  readonly protection: Protection | null;
}

/**
 * Locks a live project against other changes. Every change to a project takes this lock first, so changes are
 * serialised, and what a change reads afterwards stays true until its commit. Says to the triggers of `history_gaps` that this
 * transaction writes the history.
 *
 * @param keepsPlans prepared statements keep their plans until the transaction ends. By itself Postgres plans a statement anew
 * for each array that it is given, which takes as long as to run it for one flag.
 */
export async function lockProject(
  tx: Transaction,
  projectId: string,
  keepsPlans: boolean,
): Promise<LockedProject | undefined> {
  const [row] = await sendNow(tx<LockedProject[]>`
    select id, name, description,
      exists (select from history_gaps where project_id = projects.id) as "hasHistoryGaps",
      set_config('solid_fortnight.writes_history', 'on', true),
      set_config('plan_cache_mode', ${keepsPlans ? 'force_generic_plan' : 'auto'}, true)
    from projects
    where id = ${projectId} and deleted_at is null
    for no key update`);
  return row;
}

/**
 * Locks live environments of a locked project, by ascending id to avoid deadlocks.
 *
 * @param keys only the environments with these keys; all environments if omitted
 */
export async function lockEnvironments(
  tx: Transaction,
  projectId: string,
  keys?: readonly string[],
): Promise<readonly LockedEnvironment[]> {
  return sendNow(tx<LockedEnvironment[]>`
    select e.id, e.key, e.version, case when p.environment_id is not null then json_build_object(
      'approvals', p.approvals, 'approverRole', p.approver_role, 'approverIds', p.approver_ids,
      'maySwitchOff', p.may_switch_off
    ) end as protection
    from environments e
    left join environment_protections p on p.environment_id = e.id
    where e.project_id = ${projectId} and e.deleted_at is null
      ${keys === undefined ? tx`` : tx`and e.key = any(${[...keys]})`}
    order by e.id
    for no key update of e`);
}
