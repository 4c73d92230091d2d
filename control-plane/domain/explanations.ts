import {
  compileFlagSet,
  type EvaluationContext,
  type Explanation,
  explain,
} from '../../shared/evaluation/index.ts';
import { resourceNotFound } from '../model/request-error.ts';
import { hasHistoryEntry } from '../store/change-sets/history-reader.ts';
import { inSnapshot, type Transaction } from '../store/database/transaction.ts';
import type { EnvironmentRow } from '../store/projects/environments.ts';
import { loadSlice } from './apply/load-slice.ts';
import { demandOfKeys } from './apply/slice-demand.ts';
import type { DomainDeps } from './change/change.ts';
import { requireProject } from './change/or-not-found.ts';
import { requireEnvironment } from './environments.ts';
import { flagSetOfState } from './evaluation/flag-set-of-state.ts';
import { type LoadState, loadNeededState } from './evaluation/needed-state.ts';
import { rebuildState } from './history/rebuild-state.ts';

export interface ExplainRequest {
  readonly projectId: string;
  readonly environmentKey: string;
  readonly flagKey: string;
  readonly context: EvaluationContext;
  /** The entry of the history after which the flag is evaluated; as it is now if absent. */
  readonly after?: number | undefined;
}

export function createExplanations({ sql }: Pick<DomainDeps, 'sql'>) {
  return {
    /**
     * Evaluates a flag for a context with the evaluator of the edges, and says why it serves what it serves.
     *
     * @throws RequestError NOT_FOUND if there was no such flag, CONFLICT if it needs too many others
     */
    explain: (request: ExplainRequest): Promise<Explanation> =>
      inSnapshot(sql, async (tx) => {
        const { projectId, environmentKey, flagKey, context, after } = request;
        await requireProject(tx, projectId);
        const environment = await requireEnvironment(tx, projectId, environmentKey);
        if (after !== undefined && !(await hasHistoryEntry(tx, projectId, after))) {
          throw resourceNotFound(`entry ${after} in the history of this project`);
        }
        const state = await loadNeededState(loaderOf(tx, request, environment), flagKey, environmentKey);
        if (!state.flags.get(flagKey)?.configurations.has(environmentKey)) {
          throw resourceNotFound(`flag "${flagKey}" in this environment`);
        }
        return explain(compileFlagSet(flagSetOfState(state, environment)), flagKey, context);
      }),
  };
}

function loaderOf(
  tx: Transaction,
  { projectId, after }: ExplainRequest,
  environment: EnvironmentRow,
): LoadState {
  if (after !== undefined) {
    return (flagKeys, segmentKeys) => rebuildState(tx, { projectId, upTo: after, flagKeys, segmentKeys });
  }
  return async (flagKeys, segmentKeys) => {
    const demand = demandOfKeys(flagKeys, segmentKeys);
    return (await loadSlice(tx, projectId, [environment], demand)).state;
  };
}
