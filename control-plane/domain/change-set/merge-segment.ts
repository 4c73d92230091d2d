import type { MergeConflict, SegmentChange } from '../../model/project-change.ts';
import type { SegmentState } from '../../model/project-state.ts';
import { mergeMember } from './merge-value.ts';

export type ChangeOfSegment = SegmentChange & { readonly segmentKey: string };

type SegmentFields = Omit<SegmentState, 'key' | 'included' | 'excluded'>;

/** A segment in the middle of a merge: a member that does not exist is `undefined`. */
type UnfinishedSegment = { -readonly [Field in keyof SegmentFields]: SegmentFields[Field] | undefined } & {
  segment: { readonly key: string } | undefined;
  included: readonly string[];
  excluded: readonly string[];
};

/** Merges changes of one segment; see {@link mergeFlag}. Changes of its lists of members never conflict. */
export function mergeSegment(
  current: SegmentState | undefined,
  changes: readonly ChangeOfSegment[],
  conflicts: MergeConflict[],
): SegmentState | undefined {
  const merged: UnfinishedSegment = {
    segment: current && { key: current.key },
    name: current?.name,
    description: current?.description,
    rules: current?.rules,
    included: current?.included ?? [],
    excluded: current?.excluded ?? [],
  };
  const before = conflicts.length;
  for (const change of changes) {
    if (!mergeChange(merged, change)) {
      const { member } = change;
      conflicts.push({ change, current: member === 'segment' ? undefined : current?.[member] });
    }
  }
  const finished = finish(merged);
  const [first] = changes;
  // The segment is deleted on one side, and members are added to it on the other.
  const isLost = finished === undefined && merged.included.length + merged.excluded.length > 0;
  if (isLost && conflicts.length === before && first !== undefined) conflicts.push({ change: first });
  return conflicts.length === before ? finished : (finished ?? current);
}

function mergeChange(merged: UnfinishedSegment, change: ChangeOfSegment): boolean {
  switch (change.member) {
    case 'segment':
      return mergeMember(merged, 'segment', change);
    case 'name':
      return mergeMember(merged, 'name', change);
    case 'description':
      return mergeMember(merged, 'description', change);
    case 'rules':
      return mergeMember(merged, 'rules', change);
    case 'included':
    case 'excluded':
      merged[change.member] = mergeList(merged[change.member], change.added, change.removed);
      return true;
  }
}

function mergeList(
  current: readonly string[],
  added: readonly string[],
  removed: readonly string[],
): readonly string[] {
  const gone = new Set(removed);
  const present = new Set(current);
  return [...current.filter((key) => !gone.has(key)), ...added.filter((key) => !present.has(key))];
}

function finish(merged: UnfinishedSegment): SegmentState | undefined {
  const { segment, name, description, rules, included, excluded } = merged;
  if (segment === undefined || name === undefined || description === undefined || rules === undefined) {
    return undefined;
  }
  return { key: segment.key, name, description, rules, included, excluded };
}
