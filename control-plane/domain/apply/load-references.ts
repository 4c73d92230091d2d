import { LIMITS } from '../../model/limits.ts';
import type { SegmentUse } from '../../model/references.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import { countFlags } from '../../store/flags/flags.ts';
import {
  archivedPrerequisites,
  findPrerequisiteFlags,
  prerequisiteReferences,
  prerequisiteUses,
} from '../../store/flags/prerequisites.ts';
import { listSegmentKeys, segmentReferences, usesOfSegment } from '../../store/segments/segments.ts';
import type { AppliedOperations } from '../change-set/apply-operations.ts';
import {
  type EnvironmentReferences,
  NO_REFERENCES,
  type ProjectReferences,
} from '../change-set/project-references.ts';
import { segmentsNamedBy } from '../change-set/segment-names.ts';
import { removedVariations } from '../change-set/validate-configurations.ts';
import type { ProjectSlice } from './load-slice.ts';

/** Uses of a segment that are loaded: those that an error names, and those that the change set can end. */
const SEGMENT_USES = LIMITS.changeSetOperations + 20;

/** Loads what the validity of applied operations depends on beyond the slice; nothing if they could not be applied. */
export async function loadReferences(
  sql: Queryable,
  slice: ProjectSlice,
  applied: AppliedOperations,
): Promise<ProjectReferences> {
  if (applied.problems.length > 0) return NO_REFERENCES;
  const { projectId } = slice;
  const { draftedSegments, before, after } = applied;
  const isCreated = [...after.flags.keys()].some((key) => !before.flags.has(key));
  const hasSegmentRules = [...draftedSegments.values()].some(({ rules }) => rules !== undefined);
  const [environments, uses, archived, segmentKeys, references, segmentUses, flagCount] = await Promise.all([
    environmentReferences(sql, slice, applied),
    prerequisiteUses(sql, neededFlagIds(slice, applied)),
    archivedPrerequisites(sql, restoredFlagIds(slice, applied)),
    needsSegmentKeys(applied) ? listSegmentKeys(sql, projectId) : NO_REFERENCES.segmentKeys,
    hasSegmentRules ? segmentReferences(sql, projectId) : NO_REFERENCES.segmentReferences,
    usesOfDeletedSegments(sql, slice, applied),
    isCreated ? countFlags(sql, projectId) : 0,
  ]);
  return {
    environments,
    prerequisiteUses: uses,
    archivedPrerequisites: archived,
    segmentKeys,
    segmentReferences: references,
    segmentUses,
    flagCount,
  };
}

/** Whether rules name segments that must exist, or the number of segments counts. */
const needsSegmentKeys = ({ drafts, draftedSegments }: AppliedOperations): boolean =>
  draftedSegments.size > 0 || drafts.some(({ draft }) => segmentsNamedBy(draft.rules).length > 0);

async function environmentReferences(
  sql: Queryable,
  { projectId, environments }: ProjectSlice,
  { drafts }: AppliedOperations,
): Promise<ReadonlyMap<string, EnvironmentReferences>> {
  const loaded = environments.map(async ({ id, key }) => {
    const required = drafts
      .filter(({ environmentKey }) => environmentKey === key)
      .flatMap(({ draft }) => draft.prerequisites.map(({ flagKey }) => flagKey));
    if (required.length === 0) return [];
    const [prerequisiteFlags, prerequisitesOf] = await Promise.all([
      findPrerequisiteFlags(sql, { projectId, environmentId: id }, required),
      prerequisiteReferences(sql, id),
    ]);
    return [[key, { prerequisiteFlags, prerequisitesOf }] as const];
  });
  return new Map((await Promise.all(loaded)).flat());
}

/** The ids of flags that other flags must not need any more, as a whole or a variation of them. */
function neededFlagIds(
  { flags }: ProjectSlice,
  { before, after, drafts }: AppliedOperations,
): readonly string[] {
  const gone = [...before.flags].flatMap(([key, flag]) =>
    (after.flags.get(key)?.archived ?? true) && !(flag.archived && after.flags.has(key)) ? key : [],
  );
  const reduced = drafts.flatMap((drafted) => (removedVariations(drafted).length > 0 ? drafted.flagKey : []));
  return [...new Set([...gone, ...reduced])].flatMap((key) => flags.get(key)?.id ?? []);
}

function restoredFlagIds({ flags }: ProjectSlice, { before, after }: AppliedOperations): readonly string[] {
  return [...before.flags].flatMap(([key, { archived }]) =>
    archived && after.flags.get(key)?.archived === false ? (flags.get(key)?.id ?? []) : [],
  );
}

async function usesOfDeletedSegments(
  sql: Queryable,
  { projectId, segments }: ProjectSlice,
  { after }: AppliedOperations,
): Promise<ReadonlyMap<string, readonly SegmentUse[]>> {
  const uses = new Map<string, readonly SegmentUse[]>();
  for (const [key, { id }] of segments) {
    if (after.segments.has(key)) continue;
    uses.set(key, await usesOfSegment(sql, projectId, id, SEGMENT_USES));
  }
  return uses;
}
