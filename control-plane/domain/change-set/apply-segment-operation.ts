import type { MemberChanges, SegmentOperation } from '../../model/operation.ts';
import { applyPatch } from '../../model/patch.ts';
import type { SegmentState } from '../../model/project-state.ts';
import { changeList, exceedsMemberLimit, TOO_MANY_MEMBERS } from '../../model/segment-members.ts';
import type { Origin } from './operation-problem.ts';
import { report, type WorkingState } from './working-state.ts';

/** Applies one operation on a segment. Whether it is in use is judged on the result, not here. */
export function applySegmentOperation(
  working: WorkingState,
  operation: SegmentOperation,
  index: number,
): undefined {
  const origin: Origin = { operation: index, path: '' };
  if (operation.kind === 'segment.create') {
    const { segment } = operation;
    if (working.segments.has(segment.key)) {
      return report(working, origin, 'CONFLICT', `There is a segment "${segment.key}" already.`);
    }
    return write(working, segment, origin, { ...origin, path: 'rules' });
  }
  const { segmentKey } = operation;
  const segment = working.segments.get(segmentKey);
  if (segment === undefined) {
    return report(working, origin, 'NOT_FOUND', `There is no segment "${segmentKey}" in this project.`);
  }
  switch (operation.kind) {
    case 'segment.update': {
      const rules = operation.patch.rules === undefined ? undefined : { ...origin, path: 'rules' };
      return write(working, applyPatch<SegmentState>(segment, operation.patch), origin, rules);
    }
    case 'segment.members':
      return changeMembers(working, segment, operation, origin);
    case 'segment.delete':
      working.segments.delete(segmentKey);
      working.draftedSegments.set(segmentKey, { last: origin, rules: undefined, isOnlyMembers: false });
  }
}

function write(
  working: WorkingState,
  segment: SegmentState,
  origin: Origin,
  rules: Origin | undefined,
): undefined {
  working.segments.set(segment.key, segment);
  const earlier = working.draftedSegments.get(segment.key);
  working.draftedSegments.set(segment.key, {
    last: origin,
    rules: rules ?? earlier?.rules,
    isOnlyMembers: false,
  });
}

function changeMembers(
  working: WorkingState,
  segment: SegmentState,
  { included, excluded }: MemberChanges,
  origin: Origin,
): undefined {
  const changed = {
    ...segment,
    included: changeList(segment.included, included),
    excluded: changeList(segment.excluded, excluded),
  };
  for (const list of ['included', 'excluded'] as const) {
    if (!exceedsMemberLimit(segment[list], changed[list])) continue;
    return report(working, { ...origin, path: list }, 'CONFLICT', TOO_MANY_MEMBERS);
  }
  const isOnlyMembers = working.draftedSegments.get(segment.key)?.isOnlyMembers ?? true;
  write(working, changed, origin, undefined);
  const drafted = working.draftedSegments.get(segment.key);
  if (drafted !== undefined) working.draftedSegments.set(segment.key, { ...drafted, isOnlyMembers });
  return undefined;
}
