import type { Precondition } from '../model/entity-tag.ts';
import type { EditableFlag, FlagDraft, FlagOperation } from '../model/operation.ts';
import type { Patch } from '../model/patch.ts';
import type { Caller } from '../model/role.ts';
import { inSnapshot, type Queryable } from '../store/database/transaction.ts';
import { type FlagRow, findFlag } from '../store/flags/flags.ts';
import { applyChangeSet } from './apply/apply-change-set.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { type FlagListQuery, type ListedFlag, listFlagsOfProject } from './list-flags.ts';
import type { Page } from './page.ts';

export type { FlagRow } from '../store/flags/flags.ts';
export type { ListedFlag } from './list-flags.ts';

interface FlagTarget {
  readonly projectId: string;
  readonly precondition?: Precondition<FlagRow>;
}

interface ExistingFlag extends FlagTarget {
  readonly flagKey: string;
}

export function createFlags(deps: DomainDeps) {
  const { sql, randomUuid } = deps;
  const apply = (caller: Caller, target: FlagTarget, operation: FlagOperation) =>
    runChange(deps, caller, (change) => applyToFlag(change, target, operation, randomUuid));
  return {
    get: async (projectId: string, key: string): Promise<FlagRow> => {
      await requireProject(sql, projectId);
      return requireFlag(sql, projectId, key);
    },

    /** By key, each with its state in every environment. */
    list: (query: FlagListQuery): Promise<Page<ListedFlag>> =>
      inSnapshot(sql, (tx) => listFlagsOfProject(tx, query)),

    create: (caller: Caller, projectId: string, flag: FlagDraft): Promise<FlagRow> =>
      apply(caller, { projectId }, { kind: 'flag.create', flag }),

    update: (caller: Caller, target: ExistingFlag, patch: Patch<EditableFlag>): Promise<FlagRow> =>
      apply(caller, target, { kind: 'flag.update', flagKey: target.flagKey, patch }),

    /** Removes the flag from all readers until `restore`. */
    archive: (caller: Caller, target: ExistingFlag): Promise<FlagRow> =>
      apply(caller, target, { kind: 'flag.archive', flagKey: target.flagKey }),

    restore: (caller: Caller, target: ExistingFlag): Promise<FlagRow> =>
      apply(caller, target, { kind: 'flag.restore', flagKey: target.flagKey }),

    remove: async (caller: Caller, target: ExistingFlag): Promise<void> => {
      await apply(caller, target, { kind: 'flag.delete', flagKey: target.flagKey });
    },
  };
}

/** @throws RequestError NOT_FOUND if the project has no such flag */
function requireFlag(sql: Queryable, projectId: string, key: string): Promise<FlagRow> {
  return orNotFound(findFlag(sql, projectId, key), `flag "${key}" in this project`);
}

/** Applies a change set of one operation. @returns the flag after it, or before it if it is deleted */
async function applyToFlag(
  change: Change,
  { projectId, precondition }: FlagTarget,
  operation: FlagOperation,
  randomUuid: () => string,
) {
  const key = operation.kind === 'flag.create' ? operation.flag.key : operation.flagKey;
  const { rows, slice } = await applyChangeSet(change, {
    projectId,
    operations: [operation],
    randomUuid,
    check: (found) => {
      const current = found.flags.get(key);
      if (current !== undefined) precondition?.(current);
    },
  });
  const row = rows.flags.get(key) ?? slice.flags.get(key);
  if (row === undefined) throw new Error(`flag ${key} is missing after it was written`);
  return row;
}
