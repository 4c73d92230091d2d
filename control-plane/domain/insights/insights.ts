import type { Caller } from '../../model/role.ts';
import { inSnapshot } from '../../store/database/transaction.ts';
import { countEvaluations } from '../../store/events/evaluation-counts.ts';
import { sampleContexts } from '../../store/events/seen-contexts.ts';
import { findFlag } from '../../store/flags/flags.ts';
import { type DomainDeps, runChange } from '../change/change.ts';
import { orNotFound, requireProject } from '../change/or-not-found.ts';
import { requireEnvironment } from '../environments.ts';
import { attributesOfContexts, type SeenAttributes } from './attributes-of-contexts.ts';
import { type EvaluationSeries, toSeries } from './evaluation-series.ts';

interface EvaluationsQuery {
  readonly projectId: string;
  readonly environmentKey: string;
  readonly flagKey: string;
  readonly hours: number;
  readonly until?: Date | undefined;
}

interface AttributesQuery {
  readonly projectId: string;
  readonly environmentKey: string;
  readonly days: number;
  /** Only events of this flag. */
  readonly flagKey?: string | undefined;
}

interface SampledAttributes extends SeenAttributes {
  readonly since: Date;
  readonly contexts: number;
}

/** What recorded evaluations tell. */
export function createInsights(deps: DomainDeps) {
  return {
    /** The recorded evaluations of a flag by variation and hour. @throws RequestError NOT_FOUND */
    evaluations: (query: EvaluationsQuery): Promise<EvaluationSeries> =>
      inSnapshot(deps.sql, async (tx) => {
        const { projectId, environmentKey, flagKey, hours, until } = query;
        await requireProject(tx, projectId);
        const environment = await requireEnvironment(tx, projectId, environmentKey);
        const flag = await orNotFound(findFlag(tx, projectId, flagKey), `flag "${flagKey}" in this project`);
        const counted = { environmentId: environment.id, flagKey, createdAt: flag.createdAt };
        return toSeries(await countEvaluations(tx, counted, hours, until));
      }),

    /** Attributes and values in a sample of recorded contexts, without private ones. Reading them is audited. */
    attributes: (caller: Caller, query: AttributesQuery): Promise<SampledAttributes> =>
      runChange(deps, caller, async (change) => {
        const { projectId, environmentKey, days, flagKey } = query;
        await requireProject(change.tx, projectId);
        const { id, privateAttributes } = await requireEnvironment(change.tx, projectId, environmentKey);
        const { since, contexts } = await sampleContexts(change.tx, projectId, id, { days, flagKey });
        const resource = { projectId, resourceType: 'environment' as const, resourceId: id };
        change.audit('read', resource, { newValue: { attributes: { days, flagKey } } });
        return { ...attributesOfContexts(contexts, privateAttributes), since, contexts: contexts.length };
      }),
  };
}
