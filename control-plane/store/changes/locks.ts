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
 * Locks a live project against other changes. Every change to a project takes this lock first, so changes are
 * serialised, and what a change reads afterwards stays true until its commit.
 */
export async function lockProject(tx: Transaction, projectId: string): Promise<LockedProject | undefined> {
  const [row] = await tx<LockedProject[]>`
    select id, name, description from projects
    where id = ${projectId} and deleted_at is null
    for no key update`;
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
  return tx<LockedEnvironment[]>`
    select id, key, version from environments
    where project_id = ${projectId} and deleted_at is null
      ${keys === undefined ? tx`` : tx`and key = any(${[...keys]})`}
    order by id
    for no key update`;
}
