import type { Transaction } from '../database/transaction.ts';

export interface LockedProject {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface LockedEnvironment {
  readonly id: string;
  readonly key: string;
  readonly version: number;
}

/**
 * Locks a live project against other changes: every change of a project begins with it, so its changes
 * happen one after the other and what is read afterwards stays true until the commit.
 */
export async function lockProject(tx: Transaction, projectId: string): Promise<LockedProject | undefined> {
  const [row] = await tx<LockedProject[]>`
    select id, name, description from projects
    where id = ${projectId} and deleted_at is null
    for no key update`;
  return row;
}

/**
 * Locks live environments of a project that is locked already, by ascending id so that no two changes wait for each other.
 *
 * @param key only this one; all of them when omitted
 */
export async function lockEnvironments(
  tx: Transaction,
  projectId: string,
  key?: string,
): Promise<readonly LockedEnvironment[]> {
  return tx<LockedEnvironment[]>`
    select id, key, version from environments
    where project_id = ${projectId} and deleted_at is null
      ${key === undefined ? tx`` : tx`and key = ${key}`}
    order by id
    for no key update`;
}
