import { CONFIGURATION_PARTS } from '../../model/configuration-part.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import { invalidRequest, resourceNotFound } from '../../model/request-error.ts';
import type { Queryable, Transaction } from '../../store/database/transaction.ts';
import { type FlagSelection, listSelectedFlagKeys } from '../../store/flags/flag-selection.ts';
import { listEnvironments } from '../../store/projects/environments.ts';
import { loadSlice, type ProjectSlice } from '../apply/load-slice.ts';
import type { SliceDemand } from '../apply/slice-demand.ts';
import { describeDiff } from '../change-set/describe-diff.ts';
import { diffStates } from '../change-set/diff-states.ts';
import { groupBy } from '../change-set/group-by.ts';
import type { Page } from '../page.ts';
import { type PromotedParts, promotedStates } from './promoted-states.ts';

/** Flags whose configurations are loaded at a time. */
const LOADED_AT_A_TIME = 100;
/** Flags that are compared for one page, also if none of them differs. */
const COMPARED_FOR_A_PAGE = 500;

/** How the configuration of a flag in one environment differs from that in another. */
export interface FlagComparison {
  readonly flagKey: string;
  /** What a promotion would change in the target. Empty if the configurations are the same. */
  readonly diff: ProjectDiff;
  /** The diff in words. */
  readonly lines: readonly string[];
}

export interface ComparisonQuery extends FlagSelection {
  readonly from: string;
  readonly to: string;
  /** Whether flags whose configurations are the same are left out. */
  readonly onlyDifferent: boolean;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** Two environments of a project. @throws RequestError NOT_FOUND; INVALID_REQUEST if they are the same */
export async function requireTwoEnvironments(
  sql: Queryable,
  projectId: string,
  { from, to }: Pick<PromotedParts, 'from' | 'to'>,
): Promise<ProjectSlice['environments']> {
  if (from === to) {
    throw invalidRequest([{ path: 'targetKey', message: 'must be another environment than the first' }]);
  }
  const environments = await listEnvironments(sql, projectId);
  for (const key of [from, to]) {
    if (environments.some((environment) => environment.key === key)) continue;
    throw resourceNotFound(`environment "${key}" in this project`);
  }
  return environments.filter(({ key }) => key === from || key === to);
}

/** One page of comparisons. If only differences are wanted, it may have fewer than `limit`, though others follow. */
export async function comparePage(tx: Transaction, query: ComparisonQuery): Promise<Page<FlagComparison>> {
  const environments = await requireTwoEnvironments(tx, query.projectId, query);
  const atATime = query.onlyDifferent ? LOADED_AT_A_TIME : Math.min(query.limit, LOADED_AT_A_TIME);
  const items: FlagComparison[] = [];
  let { after } = query;
  for (let compared = 0; compared < COMPARED_FOR_A_PAGE; compared += atATime) {
    const keys = await listSelectedFlagKeys(tx, query, atATime + 1, after);
    const part = await compareFlags(tx, query, environments, keys.slice(0, atATime));
    for (const comparison of part) {
      if (items.length === query.limit) return { items, next: after ?? null };
      if (!query.onlyDifferent || comparison.diff.length > 0) items.push(comparison);
      after = comparison.flagKey;
    }
    if (keys.length <= atATime) return { items, next: null };
  }
  return { items, next: after ?? null };
}

async function compareFlags(
  tx: Transaction,
  { projectId, from, to }: ComparisonQuery,
  environments: ProjectSlice['environments'],
  keys: readonly string[],
): Promise<readonly FlagComparison[]> {
  const { state } = await loadSlice(tx, projectId, environments, demandOfPromotion(keys, { from, to }));
  const states = promotedStates(state, { from, to, parts: CONFIGURATION_PARTS }, ({ id }) => id);
  const byFlag = groupBy(
    diffStates(states.before, states.after).flatMap((change) => ('flagKey' in change ? change : [])),
    ({ flagKey }) => flagKey,
  );
  return keys.map((flagKey) => {
    const diff = byFlag.get(flagKey) ?? [];
    return { flagKey, diff, lines: describeDiff(diff) };
  });
}

/** The configurations of flags in two environments. */
export function demandOfPromotion(
  keys: readonly string[],
  { from, to }: Pick<PromotedParts, 'from' | 'to'>,
): SliceDemand {
  return {
    flagKeys: new Set(keys),
    segmentKeys: new Set(),
    configurations: new Map(keys.map((key) => [key, new Set([from, to])])),
    environmentKeys: new Set([to]),
  };
}
