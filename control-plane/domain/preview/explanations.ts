import {
  compileFlagSet,
  type EvaluationContext,
  type Explanation,
  explain,
} from '../../../shared/evaluation/index.ts';
import { resourceNotFound } from '../../model/request-error.ts';
import { hasHistoryEntry } from '../../store/change-sets/history-reader.ts';
import { inSnapshot, type Transaction } from '../../store/database/transaction.ts';
import type { EnvironmentRow } from '../../store/projects/environments.ts';
import type { DomainDeps } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import { readDraftResult } from '../drafts/draft-result.ts';
import { requireEnvironment } from '../environments.ts';
import { flagSetOfState } from '../evaluation/flag-set-of-state.ts';
import { type LoadState, loadNeededState, MAX_EXPLAINED } from '../evaluation/needed-state.ts';
import { rebuildState } from '../history/rebuild-state.ts';
import { draftLoader, liveLoader } from './load-states.ts';

export interface ExplainRequest {
  readonly projectId: string;
  readonly environmentKey: string;
  readonly flagKey: string;
  readonly context: EvaluationContext;
  /** The entry of the history after which the flag is evaluated; as it is now if absent. */
  readonly after?: number | undefined;
  /** The draft after which the flag is evaluated, merged into the state of now. */
  readonly changeSetId?: string | undefined;
}

export function createExplanations({ sql, randomUuid }: Pick<DomainDeps, 'sql' | 'randomUuid'>) {
  return {
    /**
     * Evaluates a flag for a context with the evaluator of the edges, and says why it serves what it serves.
     *
     * @throws RequestError NOT_FOUND if there was no such flag, CONFLICT if it needs too many others, or if the draft cannot
     * be applied
     */
    explain: (request: ExplainRequest): Promise<Explanation> =>
      inSnapshot(sql, async (tx) => {
        const { projectId, environmentKey, flagKey, context } = request;
        await requireProject(tx, projectId);
        const environment = await requireEnvironment(tx, projectId, environmentKey);
        const load = await loaderOf(tx, request, environment, randomUuid);
        const state = await loadNeededState(load, [flagKey], environmentKey, MAX_EXPLAINED);
        if (!state.flags.get(flagKey)?.configurations.has(environmentKey)) {
          throw resourceNotFound(`flag "${flagKey}" in this environment`);
        }
        return explain(compileFlagSet(flagSetOfState(state, environment)), flagKey, context);
      }),
  };
}

async function loaderOf(
  tx: Transaction,
  { projectId, after, changeSetId }: ExplainRequest,
  environment: EnvironmentRow,
  randomUuid: () => string,
): Promise<LoadState> {
  if (after !== undefined) {
    if (!(await hasHistoryEntry(tx, projectId, after))) {
      throw resourceNotFound(`entry ${after} in the history of this project`);
    }
    return (flagKeys, segmentKeys) => rebuildState(tx, { projectId, upTo: after, flagKeys, segmentKeys });
  }
  const live = liveLoader(tx, projectId, environment);
  if (changeSetId === undefined) return live;
  const { whole } = await readDraftResult(tx, { projectId, changeSetId }, randomUuid);
  return draftLoader(whole, live);
}
