import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { FlagState, ProjectState, SegmentState } from '../../model/project-state.ts';
import { groupBy } from '../change-set/group-by.ts';

/** A flag whose rows must be written. */
export interface FlagWrite {
  readonly key: string;
  readonly before: FlagState | undefined;
  readonly after: FlagState | undefined;
  /** The keys of the environments whose configuration changes. */
  readonly environmentKeys: readonly string[];
  /** Whether the readers of every environment get another flag, or none. */
  readonly isForAllReaders: boolean;
}

/** A segment whose row must be written. */
export interface SegmentWrite {
  readonly key: string;
  readonly before: SegmentState | undefined;
  readonly after: SegmentState | undefined;
  readonly isForAllReaders: boolean;
}

/** What must be written to bring a project from one state to another. */
export interface PlannedWrites {
  readonly flags: readonly FlagWrite[];
  readonly segments: readonly SegmentWrite[];
  /** The keys of the environments whose readers see a change. */
  readonly environmentKeys: readonly string[];
}

export function planWrites(before: ProjectState, after: ProjectState, diff: ProjectDiff): PlannedWrites {
  const byFlag = groupBy(
    diff.flatMap((change) => ('flagKey' in change ? change : [])),
    ({ flagKey }) => flagKey,
  );
  const segmentKeys = new Set(diff.flatMap((change) => ('segmentKey' in change ? change.segmentKey : [])));
  const flags = [...byFlag].map(([key, changes]): FlagWrite => {
    const [old, current] = [before.flags.get(key), after.flags.get(key)];
    return {
      key,
      before: old,
      after: current,
      environmentKeys: changedEnvironments(changes),
      isForAllReaders: !isJsonEqual(readersPart(old), readersPart(current)),
    };
  });
  const segments = [...segmentKeys].map((key): SegmentWrite => {
    const [old, current] = [before.segments.get(key), after.segments.get(key)];
    const isForAllReaders = !isJsonEqual(syncedPart(old), syncedPart(current));
    return { key, before: old, after: current, isForAllReaders };
  });
  const isForAll = [...flags, ...segments].some(({ isForAllReaders }) => isForAllReaders);
  const changed = new Set(flags.flatMap(({ environmentKeys }) => environmentKeys));
  const environmentKeys = before.environments.filter((key) => isForAll || changed.has(key));
  return { flags, segments, environmentKeys };
}

function changedEnvironments(ofFlag: ProjectDiff): readonly string[] {
  const keys = ofFlag.flatMap((change) => ('environmentKey' in change ? change.environmentKey : []));
  return [...new Set(keys)];
}

/** Readers know nothing of name, description, tags, owner and JSON Schema: changes of these take no version. */
const readersPart = (flag: FlagState | undefined) =>
  flag && { type: flag.type, clientSide: flag.clientSide, metadata: flag.metadata, archived: flag.archived };

const syncedPart = (segment: SegmentState | undefined) =>
  segment && { included: segment.included, excluded: segment.excluded, rules: segment.rules };
