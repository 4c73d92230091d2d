import type { ChangeNotifier } from '../../model/change-notifier.ts';
import { resourceNotFound } from '../../model/request-error.ts';
import type { Caller } from '../../model/role.ts';
import {
  type AuditAction,
  type AuditEntry,
  type AuditedResource,
  type AuditedValues,
  insertAudit,
} from '../../store/changes/audit-entries.ts';
import { recordHistoryGaps } from '../../store/changes/history-gaps.ts';
import { commitAttempt } from '../../store/changes/idempotency-keys.ts';
import {
  type LockedEnvironment,
  type LockedProject,
  lockEnvironments,
  lockProject,
} from '../../store/changes/locks.ts';
import { type TakenVersions, takeNextKeysVersion, takeNextVersions } from '../../store/changes/versions.ts';
import type { Database } from '../../store/database/database.ts';
import { inTransaction, type Transaction } from '../../store/database/transaction.ts';
import { separateValues } from '../personal-values/separate-values.ts';
import { orNotFound } from './or-not-found.ts';

/** What the domain needs from the rest of the process. */
export interface DomainDeps {
  readonly sql: Database;
  readonly notifier: ChangeNotifier;
  readonly random: () => number;
  readonly randomUuid: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface LockOptions {
  /** Whether the change reads and writes so little that any plan of a statement serves it. */
  readonly keepsPlans?: boolean;
}

/** A change in progress: one transaction, its audit entries, and the hints to send after the commit. */
export interface Change {
  readonly tx: Transaction;
  readonly caller: Caller;
  /** Locks the project. Must be the first step of every change to a project. @throws RequestError NOT_FOUND */
  lockProject(projectId: string, options?: LockOptions): Promise<LockedProject>;
  /** Locks every live environment of the locked project. */
  lockEnvironments(projectId: string): Promise<readonly LockedEnvironment[]>;
  /** Locks the live environments of the locked project that have one of these keys. */
  lockEnvironmentsWithKeys(projectId: string, keys: readonly string[]): Promise<readonly LockedEnvironment[]>;
  /** Locks one environment of the locked project. @throws RequestError NOT_FOUND */
  lockEnvironment(projectId: string, environmentKey: string): Promise<LockedEnvironment>;
  /** Takes the next version of each environment. The changed rows must be stamped with it. */
  takeVersions(environmentIds: readonly string[]): Promise<TakenVersions>;
  /** Takes the next version of the project's keys and environments. */
  takeKeysVersion(projectId: string): Promise<void>;
  /** Sends hints for environments that took no version because they are deleted. */
  notifyEnvironments(environmentIds: readonly string[]): void;
  /** The audit entries of this change name this change set. */
  appliesChangeSet(changeSetId: string): void;
  /** Names what the change creates, for its `Idempotency-Key`. By itself it is the resource of the first entry of a creation. */
  creates(resourceId: string): void;
  /** Adds an entry of the caller to the audit log. Entries keep the order of the calls. */
  audit(action: AuditAction, resource: AuditedResource, values: AuditedValues): void;
  /** Writes the entries that were added so far, together with other statements. By itself they are written before the commit. */
  writeAudit(): Promise<void>;
}

/**
 * Runs one change in a single transaction, together with its audit entries, and sends the hints after the commit.
 * The result does not wait for the hints, and a failed hint does not fail the change.
 */
export async function runChange<T>(
  deps: DomainDeps,
  caller: Caller,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const { result, environmentIds, projectIds } = await inTransaction(deps.sql, deps.random, async (tx) => {
    const environmentIds = new Set<string>();
    const projectIds = new Set<string>();
    const audit = auditIn(tx, deps);
    let createdId: string | undefined;
    const notifyEnvironments = (ids: readonly string[]) => {
      for (const id of ids) environmentIds.add(id);
    };
    const result = await work({
      tx,
      caller,
      ...locksIn(tx),
      takeVersions: (ids) => {
        notifyEnvironments(ids);
        return takeNextVersions(tx, ids);
      },
      takeKeysVersion: (projectId) => {
        projectIds.add(projectId);
        return takeNextKeysVersion(tx, projectId);
      },
      notifyEnvironments,
      appliesChangeSet: audit.appliesChangeSet,
      creates: (resourceId) => {
        createdId = resourceId;
      },
      audit: (action, resource, values) =>
        audit.add({ ...resource, ...values, action, userId: caller.userId }),
      writeAudit: audit.write,
    });
    await audit.write();
    if (caller.attempt) await commitAttempt(tx, caller.attempt, createdId ?? createdIn(audit.entries));
    return { result, environmentIds, projectIds };
  });
  if (environmentIds.size > 0) deps.notifier.environmentsChanged([...environmentIds]);
  for (const projectId of projectIds) deps.notifier.keysChanged(projectId);
  return result;
}

/** Collects the audit entries of a change, and writes those that are not written yet. */
function auditIn(tx: Transaction, { randomUuid, randomBytes }: DomainDeps) {
  const entries: AuditEntry[] = [];
  let written = 0;
  let changeSetId: string | undefined;
  return {
    entries,
    add: (entry: AuditEntry): void => void entries.push(entry),
    appliesChangeSet(id: string): void {
      changeSetId = id;
    },
    async write(): Promise<void> {
      const added = entries.slice(written);
      written = entries.length;
      const separated = added.map((entry) => ({ id: randomUuid(), ...separateValues(entry, randomBytes) }));
      await insertAudit(tx, separated, changeSetId);
    },
  };
}

const createdIn = (entries: readonly AuditEntry[]): string | undefined =>
  (entries.find(({ action }) => action === 'create') ?? entries[0])?.resourceId;

function locksIn(
  tx: Transaction,
): Pick<Change, 'lockProject' | 'lockEnvironments' | 'lockEnvironmentsWithKeys' | 'lockEnvironment'> {
  return {
    async lockProject(projectId, { keepsPlans = false } = {}) {
      const project = await orNotFound(lockProject(tx, projectId, keepsPlans), `project ${projectId}`);
      if (project.hasHistoryGaps) await recordHistoryGaps(tx, projectId);
      return project;
    },
    lockEnvironments: (projectId) => lockEnvironments(tx, projectId),
    lockEnvironmentsWithKeys: (projectId, keys) => lockEnvironments(tx, projectId, keys),
    async lockEnvironment(projectId, environmentKey) {
      const [environment] = await lockEnvironments(tx, projectId, [environmentKey]);
      if (!environment) throw resourceNotFound(`environment "${environmentKey}" in this project`);
      return environment;
    },
  };
}
