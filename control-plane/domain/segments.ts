import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { EMPTY_SIZE } from '../model/flag-set-size.ts';
import { LIMITS } from '../model/limits.ts';
import type { MemberChanges } from '../model/operation.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import type { AuditedResource } from '../store/changes/audit-entries.ts';
import { inSnapshot, type Queryable } from '../store/database/transaction.ts';
import { readSegmentSize } from '../store/flags/flag-set-sizes.ts';
import {
  deleteSegment,
  findSegment,
  insertSegment,
  listSegmentKeys,
  listSegments,
  type SegmentFields,
  type SegmentRow,
  type SegmentSummary,
  segmentReferences,
  stampSegment,
  updateSegment,
  usesOfSegment,
} from '../store/segments/segments.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { changeList } from './change-set/segment-members.ts';
import { validateSegment } from './configuration/validate-segment.ts';
import { assertWithinFlagSetLimits } from './flag-set-limits.ts';
import { orNotFound, requireProject } from './or-not-found.ts';
import { type Page, readPage } from './page.ts';

export type { SegmentRow, SegmentSummary } from '../store/segments/segments.ts';

interface NewSegment extends SegmentFields {
  readonly key: string;
}

export function createSegments(deps: DomainDeps) {
  const { sql } = deps;
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
      runChange(deps, caller, (change) => create(change, projectId, segment)),

    update: (
      caller: Caller,
      projectId: string,
      key: string,
      patch: Patch<SegmentFields>,
    ): Promise<SegmentRow> => runChange(deps, caller, (change) => update(change, projectId, key, patch)),

    /** Adds and removes members. Keys that are members already, or are none, change nothing. */
    changeMembers: (
      caller: Caller,
      projectId: string,
      key: string,
      changes: MemberChanges,
    ): Promise<SegmentRow> =>
      runChange(deps, caller, (change) => changeMembers(change, projectId, key, changes)),

    remove: (caller: Caller, projectId: string, key: string): Promise<void> =>
      runChange(deps, caller, (change) => remove(change, projectId, key)),
  };
}

const editableFields = ({ name, description, included, excluded, rules }: SegmentFields): SegmentFields => ({
  name,
  description,
  included,
  excluded,
  rules,
});

/** The part of a segment that readers get. */
const syncedFields = ({ included, excluded, rules }: SegmentFields) => ({ included, excluded, rules });

const segmentResource = (projectId: string, resourceId: string): AuditedResource => ({
  projectId,
  resourceType: 'segment',
  resourceId,
});

function requireSegment(sql: Queryable, projectId: string, key: string): Promise<SegmentRow> {
  return orNotFound(findSegment(sql, projectId, key), `segment "${key}" in this project`);
}

async function create(change: Change, projectId: string, segment: NewSegment): Promise<SegmentRow> {
  await change.lockProject(projectId);
  const keys = await listSegmentKeys(change.tx, projectId);
  if (keys.has(segment.key)) {
    throw new RequestError('CONFLICT', `There is a segment "${segment.key}" already.`);
  }
  if (keys.size >= LIMITS.segmentsPerProject) {
    throw new RequestError('CONFLICT', `A project has at most ${LIMITS.segmentsPerProject} segments.`);
  }
  await assertValid(change, projectId, segment.key, segment, keys);
  const fields = editableFields(segment);
  const row = await insertSegment(change.tx, projectId, change.caller.userId, segment);
  const environmentIds = await stampEverywhere(change, projectId, row.id);
  const size = await readSegmentSize(change.tx, row.id);
  await assertWithinFlagSetLimits(change, environmentIds, EMPTY_SIZE, size);
  change.audit('create', segmentResource(projectId, row.id), { newValue: { key: segment.key, ...fields } });
  return { ...row, ...fields };
}

/** A new name or description takes no version: readers get neither. */
async function update(
  change: Change,
  projectId: string,
  key: string,
  patch: Patch<SegmentFields>,
): Promise<SegmentRow> {
  const before = await lockSegment(change, projectId, key);
  const oldValue = editableFields(before);
  const newValue = applyPatch(oldValue, patch);
  if (isJsonEqual(oldValue, newValue)) return before;
  // Rules that are stored already are not refused: an earlier release may have accepted them.
  if (newValue.rules !== oldValue.rules) {
    await assertValid(change, projectId, key, newValue, await listSegmentKeys(change.tx, projectId));
  }
  const oldSize = await readSegmentSize(change.tx, before.id);
  const row = await updateSegment(change.tx, projectId, before.id, newValue);
  if (!isJsonEqual(syncedFields(oldValue), syncedFields(newValue))) {
    const environmentIds = await stampEverywhere(change, projectId, before.id);
    const newSize = await readSegmentSize(change.tx, before.id);
    await assertWithinFlagSetLimits(change, environmentIds, oldSize, newSize);
  }
  change.audit('update', segmentResource(projectId, before.id), { oldValue, newValue });
  return { ...row, ...newValue };
}

async function changeMembers(
  change: Change,
  projectId: string,
  key: string,
  changes: MemberChanges,
): Promise<SegmentRow> {
  const before = await lockSegment(change, projectId, key);
  const included = changeList(before.included, changes.included);
  const excluded = changeList(before.excluded, changes.excluded);
  if (!included.isChanged && !excluded.isChanged) return before;
  for (const { members } of [included, excluded]) {
    if (members.length <= LIMITS.segmentMembers) continue;
    throw new RequestError('CONFLICT', `A list of members may have at most ${LIMITS.segmentMembers} keys.`);
  }
  const fields = {
    ...editableFields(before),
    included: included.members,
    excluded: excluded.members,
  };
  const oldSize = await readSegmentSize(change.tx, before.id);
  const row = await updateSegment(change.tx, projectId, before.id, fields);
  const environmentIds = await stampEverywhere(change, projectId, before.id);
  const newSize = await readSegmentSize(change.tx, before.id);
  await assertWithinFlagSetLimits(change, environmentIds, oldSize, newSize);
  change.audit('update', segmentResource(projectId, before.id), {
    newValue: { members: { included: included.audited, excluded: excluded.audited } },
  });
  return { ...row, ...fields };
}

async function remove(change: Change, projectId: string, key: string): Promise<void> {
  const before = await lockSegment(change, projectId, key);
  const uses = await usesOfSegment(change.tx, projectId, before.id);
  if (uses.length > 0) {
    throw new RequestError('IN_USE', `Segment "${key}" cannot be deleted: it is used by ${uses.join(', ')}.`);
  }
  await stampEverywhere(change, projectId, before.id);
  await deleteSegment(change.tx, before.id);
  const oldValue = { key, ...editableFields(before) };
  change.audit('delete', segmentResource(projectId, before.id), { oldValue });
}

async function lockSegment(change: Change, projectId: string, key: string): Promise<SegmentRow> {
  await change.lockProject(projectId);
  return requireSegment(change.tx, projectId, key);
}

async function assertValid(
  change: Change,
  projectId: string,
  key: string,
  { rules }: SegmentFields,
  segmentKeys: ReadonlySet<string>,
): Promise<void> {
  const references = await segmentReferences(change.tx, projectId);
  const faults = validateSegment({ key, rules }, { segmentKeys, references });
  if (faults.length > 0) throw invalidRequest(faults);
}

/**
 * A segment belongs to the project, so a change of it takes a version of every environment.
 *
 * @returns the ids of the environments
 */
async function stampEverywhere(
  change: Change,
  projectId: string,
  segmentId: string,
): Promise<readonly string[]> {
  const environments = await change.lockEnvironments(projectId);
  const versions = await change.takeVersions(environments.map((environment) => environment.id));
  await stampSegment(change.tx, segmentId, versions);
  return [...versions.keys()];
}
