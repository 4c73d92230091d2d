import { createHash } from 'node:crypto';
import type { Caller } from '../../model/role.ts';
import { eraseDeletedUsers, lockUsers } from '../../store/access/users.ts';
import {
  type ErasedValues,
  erasePersonalValue,
  lockErasures,
  type SearchedValue,
} from '../../store/audit/personal-values.ts';
import { countValueOccurrences, type ValueOccurrences } from '../../store/audit/value-occurrences.ts';
import { type Database, errorCode } from '../../store/database/database.ts';
import { inSnapshot } from '../../store/database/transaction.ts';
import { type Change, type DomainDeps, runChange } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';

/** Entries that one erasure takes the value out of. */
const MAX_ENTRIES = 1_000;
/** At which the count of each kind of rows ends. */
const MAX_COUNTED = 1_000;
const SALT_BYTES = 16;
/** SQLSTATE of a statement that took longer than `statement_timeout`. */
const QUERY_CANCELED = '57014';

export interface Erasure extends ErasedValues {
  /** The resource of the audit entry. */
  readonly id: string;
  /** Deleted users whose name or email address was replaced. */
  readonly deletedUsers: number;
  /** Whether no entry refers to the value any more. */
  readonly isComplete: boolean;
  /** The digest of the audit entry is SHA-256 of this salt and the value as JSON. It is not stored. */
  readonly salt: string;
  readonly digest: string;
}

/** Erases values from the audit log. */
export function createErasures(deps: DomainDeps) {
  const { sql } = deps;
  return {
    /**
     * Erases a value in all entries, or in those of a project, and counts what else has it: that stays. Without the counts
     * if they take too long.
     *
     * @throws RequestError NOT_FOUND
     */
    erase: async (
      caller: Caller,
      searched: SearchedValue,
    ): Promise<Erasure & { readonly remaining: ValueOccurrences | null }> => {
      if (searched.projectId !== undefined) await requireProject(sql, searched.projectId);
      const erasure = await runChange(deps, caller, (change) => erase(deps, change, searched));
      return { ...erasure, remaining: await countRemaining(sql, searched) };
    },
  };
}

/** @returns `null` if Postgres ends the statement because of its time */
async function countRemaining(sql: Database, searched: SearchedValue): Promise<ValueOccurrences | null> {
  try {
    return await inSnapshot(sql, (tx) => countValueOccurrences(tx, searched, MAX_COUNTED));
  } catch (error) {
    if (errorCode(error) === QUERY_CANCELED) return null;
    throw error;
  }
}

async function erase(
  { randomBytes, randomUuid }: DomainDeps,
  change: Change,
  searched: SearchedValue,
): Promise<Erasure> {
  const { tx } = change;
  await lockErasures(tx);
  const erased = await erasePersonalValue(tx, searched, MAX_ENTRIES);
  const users = await eraseUsers(change, searched);
  const salt = randomBytes(SALT_BYTES);
  const digest = createHash('sha256').update(salt).update(JSON.stringify(searched.value)).digest('hex');
  const id = randomUuid();
  const isComplete = erased.entries < MAX_ENTRIES;
  change.audit(
    'erase',
    { projectId: searched.projectId ?? null, resourceType: 'personal_value', resourceId: id },
    { newValue: { ...erased, isComplete, digest } },
  );
  return {
    id,
    ...erased,
    deletedUsers: users.length,
    isComplete,
    salt: Buffer.from(salt).toString('hex'),
    digest,
  };
}

/** Users belong to no project. */
async function eraseUsers(change: Change, { value, projectId }: SearchedValue): Promise<readonly string[]> {
  if (projectId !== undefined) return [];
  await lockUsers(change.tx);
  const ids = await eraseDeletedUsers(change.tx, String(value));
  for (const resourceId of ids) {
    change.audit('erase', { projectId: null, resourceType: 'user', resourceId }, {});
  }
  return ids;
}
