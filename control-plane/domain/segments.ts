import type { Precondition } from '../model/entity-tag.ts';
import type { EditableSegment, MemberChanges, SegmentOperation } from '../model/operation.ts';
import type { Patch } from '../model/patch.ts';
import type { Caller } from '../model/role.ts';
import { inSnapshot, type Queryable } from '../store/database/transaction.ts';
import {
  findSegment,
  listSegments,
  type SegmentRow,
  type SegmentSummary,
} from '../store/segments/segments.ts';
import { applyChangeSet } from './apply/apply-change-set.ts';
import { type Change, type DomainDeps, runChange } from './change/change.ts';
import { orNotFound, requireProject } from './change/or-not-found.ts';
import { type Page, readPage } from './page.ts';

export type { SegmentRow, SegmentSummary } from '../store/segments/segments.ts';

interface NewSegment extends EditableSegment {
  readonly key: string;
}

interface SegmentTarget {
  readonly projectId: string;
  readonly precondition?: Precondition<SegmentRow>;
}

interface ExistingSegment extends SegmentTarget {
  readonly segmentKey: string;
}

export function createSegments(deps: DomainDeps) {
  const { sql, randomUuid } = deps;
  const apply = (caller: Caller, target: SegmentTarget, operation: SegmentOperation) =>
    runChange(deps, caller, (change) => applyToSegment(change, target, operation, randomUuid));
  return {
    get: (projectId: string, key: string): Promise<SegmentRow> =>
      inSnapshot(sql, async (tx) => {
        await requireProject(tx, projectId);
        return requireSegment(tx, projectId, key);
      }),

    list: async (
      projectId: string,
      limit: number,
      after: string | undefined,
    ): Promise<Page<SegmentSummary>> => {
      await requireProject(sql, projectId);
      const read = (count: number) => listSegments(sql, projectId, count, after);
      return readPage(limit, read, (segment) => segment.key);
    },

    create: (caller: Caller, projectId: string, segment: NewSegment): Promise<SegmentRow> =>
      apply(caller, { projectId }, { kind: 'segment.create', segment }),

    update: (caller: Caller, target: ExistingSegment, patch: Patch<EditableSegment>): Promise<SegmentRow> =>
      apply(caller, target, { kind: 'segment.update', segmentKey: target.segmentKey, patch }),

    /** Adds and removes members. Keys that are members already, or are none, change nothing. */
    changeMembers: (caller: Caller, target: ExistingSegment, changes: MemberChanges): Promise<SegmentRow> =>
      apply(caller, target, { kind: 'segment.members', segmentKey: target.segmentKey, ...changes }),

    remove: async (caller: Caller, target: ExistingSegment): Promise<void> => {
      await apply(caller, target, { kind: 'segment.delete', segmentKey: target.segmentKey });
    },
  };
}

function requireSegment(sql: Queryable, projectId: string, key: string): Promise<SegmentRow> {
  return orNotFound(findSegment(sql, projectId, key), `segment "${key}" in this project`);
}

/** Applies a change set of one operation. @returns the segment after it, or before it if it is deleted */
async function applyToSegment(
  change: Change,
  { projectId, precondition }: SegmentTarget,
  operation: SegmentOperation,
  randomUuid: () => string,
) {
  const key = operation.kind === 'segment.create' ? operation.segment.key : operation.segmentKey;
  const { rows, slice } = await applyChangeSet(change, {
    projectId,
    operations: [operation],
    randomUuid,
    check: (found) => {
      const current = found.segments.get(key);
      if (current !== undefined) precondition?.(current);
    },
  });
  const row = rows.segments.get(key) ?? slice.segments.get(key);
  if (row === undefined) throw new Error(`segment ${key} is missing after it was written`);
  return row;
}
