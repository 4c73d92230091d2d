import type { Caller } from '../../model/role.ts';
import type { ChangeSetRow } from '../../store/change-sets/change-sets.ts';
import { inSnapshot } from '../../store/database/transaction.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import type { Page } from '../page.ts';
import { type ComparisonQuery, comparePage, type FlagComparison } from './compare-environments.ts';
import { copyFlag, type FlagCopy } from './copy-flag.ts';
import {
  draftPromotion,
  findDifferentFlags,
  type Promotion,
  type PromotionRequest,
} from './promote-flags.ts';

export type { FlagComparison } from './compare-environments.ts';
export type { Promotion } from './promote-flags.ts';

/** Compares environments, brings flags of one to those of another, and copies flags. */
export function createPromotions(deps: DomainDeps) {
  const { sql, randomUuid } = deps;
  return {
    compare: (query: ComparisonQuery): Promise<Page<FlagComparison>> =>
      inSnapshot(sql, async (tx) => {
        await requireProject(tx, query.projectId);
        return comparePage(tx, query);
      }),

    /** Makes a draft. @returns `undefined` if nothing differs: then there is no draft */
    promote: async (caller: Caller, request: PromotionRequest): Promise<Promotion | undefined> => {
      // What differs is found before anything is locked, because it may take every flag of the project.
      const flagKeys = await inSnapshot(sql, async (tx) => {
        await requireProject(tx, request.projectId);
        return findDifferentFlags(tx, request);
      });
      if (flagKeys.length === 0) return undefined;
      return runChange(deps, caller, (change) => draftPromotion(change, request, flagKeys, randomUuid));
    },

    /** @returns the change set that makes the copy: applied, or a draft */
    copyFlag: (caller: Caller, copy: FlagCopy): Promise<ChangeSetRow> =>
      runChange(deps, caller, (change) => copyFlag(change, copy, randomUuid)),
  };
}
