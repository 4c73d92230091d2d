import type { ChangeNotifier } from '../model/change-notifier.ts';
import { resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import type { AuditEntry } from '../store/changes/audit.ts';
import { insertAudit } from '../store/changes/audit.ts';
import {
  type LockedEnvironment,
  type LockedProject,
  lockEnvironments,
  lockProject,
} from '../store/changes/locks.ts';
import { takeNextKeysVersion, takeNextVersions } from '../store/changes/versions.ts';
import type { Database } from '../store/database/database.ts';
import { inTransaction, type Transaction } from '../store/database/transaction.ts';

/** What every use case needs of the outside. */
export interface DomainDeps {
  readonly sql: Database;
  readonly notifier: ChangeNotifier;
  readonly random: () => number;
  readonly randomUuid: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A change under way: one transaction that collects what must be told once it is committed. */
export interface Change {
  readonly tx: Transaction;
  readonly caller: Caller;
  /** Locks the project; always the first step of a change to one. @throws RequestError NOT_FOUND */
  lockProject(projectId: string): Promise<LockedProject>;
  /** Locks every live environment of the locked project. */
  lockEnvironments(projectId: string): Promise<readonly LockedEnvironment[]>;
  /** Locks one environment of the locked project. @throws RequestError NOT_FOUND */
  lockEnvironment(projectId: string, environmentKey: string): Promise<LockedEnvironment>;
  /** The next version of each environment, to stamp the changed rows with. */
  takeVersions(environmentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Moves the project's cursor of keys and environments. */
  takeKeysVersion(projectId: string): Promise<void>;
  /** Readers of these environments must look, though no version was taken: the environment is gone. */
  touchEnvironments(environmentIds: readonly string[]): void;
  /** Writes an audit entry of the caller, in the order of the calls. */
  audit(entry: Omit<AuditEntry, 'userId'>): void;
}

/**
 * Runs one change: a single transaction with its audit entries, and after the commit, never before,
 * the hints. The answer never waits for the hints, and they cannot fail it.
 */
export async function runChange<T>(
  deps: DomainDeps,
  caller: Caller,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const { result, environmentIds, projectIds } = await inTransaction(deps.sql, deps.random, async (tx) => {
    const environmentIds = new Set<string>();
    const projectIds = new Set<string>();
    const entries: AuditEntry[] = [];
    const result = await work({
      tx,
      caller,
      lockProject: async (projectId) => {
        const project = await lockProject(tx, projectId);
        if (!project) throw resourceNotFound(`project ${projectId}`);
        return project;
      },
      lockEnvironments: (projectId) => lockEnvironments(tx, projectId),
      lockEnvironment: async (projectId, environmentKey) => {
        const [environment] = await lockEnvironments(tx, projectId, environmentKey);
        if (!environment) throw resourceNotFound(`environment "${environmentKey}" in this project`);
        return environment;
      },
      takeVersions: (ids) => {
        for (const id of ids) environmentIds.add(id);
        return takeNextVersions(tx, ids);
      },
      takeKeysVersion: (projectId) => {
        projectIds.add(projectId);
        return takeNextKeysVersion(tx, projectId);
      },
      touchEnvironments: (ids) => {
        for (const id of ids) environmentIds.add(id);
      },
      audit: (entry) => entries.push({ ...entry, userId: caller.userId }),
    });
    await insertAudit(tx, entries);
    return { result, environmentIds, projectIds };
  });
  if (environmentIds.size > 0) deps.notifier.environmentsChanged([...environmentIds]);
  for (const projectId of projectIds) deps.notifier.keysChanged(projectId);
  return result;
}
