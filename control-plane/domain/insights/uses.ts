import type { PrerequisiteUse, SegmentUse } from '../../model/references.ts';
import { type OpenChangeSet, openChangeSetsWith } from '../../store/change-sets/open-change-sets.ts';
import { inSnapshot } from '../../store/database/transaction.ts';
import { findFlag } from '../../store/flags/flags.ts';
import { prerequisiteUses } from '../../store/flags/prerequisites.ts';
import { findSegmentId, usesOfSegment } from '../../store/segments/segments.ts';
import type { DomainDeps } from '../change/change.ts';
import { orNotFound, requireProject } from '../change/or-not-found.ts';

/** Configurations and segments that an answer lists. The list of flags has them all, in pages. */
const MAX_USES = 1_000;
/** Change sets that an answer lists. */
const MAX_CHANGE_SETS = 100;

/** What uses a flag or a segment. */
interface Uses<Use> {
  readonly uses: readonly Use[];
  readonly changeSets: readonly OpenChangeSet[];
  /** Whether all is listed. */
  readonly isComplete: boolean;
}

export function createUses({ sql }: Pick<DomainDeps, 'sql'>) {
  return {
    /** Configurations that have a flag as a prerequisite, and open change sets that name it. @throws RequestError NOT_FOUND */
    ofFlag: (projectId: string, flagKey: string): Promise<Uses<PrerequisiteUse>> =>
      inSnapshot(sql, async (tx) => {
        await requireProject(tx, projectId);
        const flag = await orNotFound(findFlag(tx, projectId, flagKey), `flag "${flagKey}" in this project`);
        const uses = await prerequisiteUses(tx, [flag.id], MAX_USES + 1);
        return bounded(uses, await openChangeSetsWith(tx, projectId, { flagKey }, MAX_CHANGE_SETS + 1));
      }),

    /** Configurations and segments whose rules name a segment, and open change sets that do. @throws RequestError NOT_FOUND */
    ofSegment: (projectId: string, segmentKey: string): Promise<Uses<SegmentUse>> =>
      inSnapshot(sql, async (tx) => {
        await requireProject(tx, projectId);
        const id = await orNotFound(
          findSegmentId(tx, projectId, segmentKey),
          `segment "${segmentKey}" in this project`,
        );
        const uses = await usesOfSegment(tx, projectId, id, MAX_USES + 1);
        return bounded(uses, await openChangeSetsWith(tx, projectId, { segmentKey }, MAX_CHANGE_SETS + 1));
      }),
  };
}

function bounded<Use>(
  uses: readonly Use[],
  { changeSets, isCut }: Awaited<ReturnType<typeof openChangeSetsWith>>,
): Uses<Use> {
  return {
    uses: uses.slice(0, MAX_USES),
    changeSets: changeSets.slice(0, MAX_CHANGE_SETS),
    isComplete: !isCut && uses.length <= MAX_USES && changeSets.length <= MAX_CHANGE_SETS,
  };
}
