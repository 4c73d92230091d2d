import { findCycle } from '../../../shared/evaluation/index.ts';
import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import { LIMITS } from '../../model/limits.ts';
import type { SegmentUse } from '../../model/references.ts';
import { validateSegment } from '../configuration/validate-segment.ts';
import type { AppliedOperations } from './apply-operations.ts';
import type { OperationProblem, Origin } from './operation-problem.ts';
import type { ProjectReferences } from './project-references.ts';
import { segmentsNamedBy } from './segment-names.ts';
import { segmentKeysAfter } from './validate-configurations.ts';

/** Validates the segments that operations have written, and that no segment in use is deleted. */
export function validateSegments(
  applied: AppliedOperations,
  references: ProjectReferences,
): readonly OperationProblem[] {
  const segmentKeys = segmentKeysAfter(applied, references);
  // One search for all segments: each by itself would search everything again.
  const cycle = findCycle(referencesAfter(applied, references));
  const problems = [...applied.draftedSegments].flatMap(([key, { last, rules }]): OperationProblem[] => {
    const segment = applied.after.segments.get(key);
    if (segment === undefined) return segmentInUse(applied, references, key, last);
    const isNew = !applied.before.segments.has(key);
    if (isNew && segmentKeys.size > LIMITS.segmentsPerProject) {
      const message = `A project has at most ${LIMITS.segmentsPerProject} segments.`;
      return [{ ...last, code: 'CONFLICT', message }];
    }
    // What is stored already is not refused again: rules for conditions may have become stricter.
    if (rules === undefined || isJsonEqual(applied.before.segments.get(key)?.rules, segment.rules)) return [];
    const faults = validateSegment(segment, { segmentKeys, cycle });
    return faults.map(({ path, message }) => ({ ...rules, path, code: 'INVALID_REQUEST', message }));
  });
  return problems;
}

function segmentInUse(
  applied: AppliedOperations,
  references: ProjectReferences,
  key: string,
  origin: Origin,
): OperationProblem[] {
  if (!applied.before.segments.has(key)) return [];
  const uses = (references.segmentUses.get(key) ?? []).filter((use) => isUsedStill(applied, use, key));
  if (uses.length === 0) return [];
  const places = uses.slice(0, 20).map(placeOf).sort().join(', ');
  const message = `Segment "${key}" cannot be deleted: it is used by ${places}.`;
  return [{ ...origin, code: 'IN_USE', message }];
}

const placeOf = (use: SegmentUse): string =>
  'segmentKey' in use
    ? `segment "${use.segmentKey}"`
    : `flag "${use.flagKey}" in environment "${use.environmentKey}"`;

function isUsedStill({ before, after }: AppliedOperations, use: SegmentUse, key: string): boolean {
  if ('segmentKey' in use) {
    const segment = after.segments.get(use.segmentKey);
    if (segment === undefined) return !before.segments.has(use.segmentKey);
    return segmentsNamedBy(segment.rules).includes(key);
  }
  const flag = after.flags.get(use.flagKey);
  if (flag === undefined) return !before.flags.has(use.flagKey);
  const configuration = flag.configurations.get(use.environmentKey);
  return configuration === undefined || segmentsNamedBy(configuration.rules).includes(key);
}

function referencesAfter(
  { before, after }: AppliedOperations,
  { segmentReferences }: ProjectReferences,
): ReadonlyMap<string, readonly string[]> {
  const references = new Map(segmentReferences);
  for (const key of before.segments.keys()) if (!after.segments.has(key)) references.delete(key);
  for (const [key, { rules }] of after.segments) references.set(key, segmentsNamedBy(rules));
  return references;
}
