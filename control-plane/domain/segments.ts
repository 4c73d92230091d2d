import type { SegmentRule } from '../../shared/model/flag-set.ts';
import { isJsonEqual } from '../../shared/model/json-equal.ts';
import { LIMITS } from '../model/limits.ts';
import { applyPatch, type Patch } from '../model/patch.ts';
import { invalidRequest, RequestError, resourceNotFound } from '../model/request-error.ts';
import type { Caller } from '../model/role.ts';
import { inSnapshot } from '../store/database/transaction.ts';
import { findProject } from '../store/projects/projects.ts';
import {
  deleteSegment,
  findSegment,
  insertSegment,
  listSegmentKeys,
  listSegments,
  type SegmentContent,
  type SegmentRow,
  type SegmentSummary,
  segmentEdges,
  stampSegment,
  updateSegment,
  usesOfSegment,
} from '../store/segments/segments.ts';
import { type Change, type DomainDeps, runChange } from './change.ts';
import { type Page, toPage } from './page.ts';
import { validateSegment } from './validate-segment.ts';

export type { SegmentRow, SegmentSummary } from '../store/segments/segments.ts';

const contentOf = ({ name, description, included, excluded, rules }: SegmentContent): SegmentContent => ({
  name,
  description,
  included,
  excluded,
  rules,
});

/** What readers hold of a segment. */
const heldOf = ({ included, excluded, rules }: SegmentContent) => ({ included, excluded, rules });

export function createSegments(deps: DomainDeps) {
  return {
    get: (projectId: string, key: string): Promise<SegmentRow> =>
      inSnapshot(deps.sql, async (tx) => {
        if (!(await findProject(tx, projectId))) throw resourceNotFound(`project ${projectId}`);
        const segment = await findSegment(tx, projectId, key);
        if (!segment) throw resourceNotFound(`segment "${key}" in this project`);
        return segment;
      }),

    list: async (
      projectId: string,
      limit: number,
      after: string | undefined,
    ): Promise<Page<SegmentSummary>> => {
      if (!(await findProject(deps.sql, projectId))) throw resourceNotFound(`project ${projectId}`);
      const rows = await listSegments(deps.sql, projectId, limit + 1, after);
      return toPage(rows, limit, (segment) => segment.key);
    },

    create: (
      caller: Caller,
      projectId: string,
      segment: SegmentContent & { readonly key: string },
    ): Promise<SegmentRow> =>
      runChange(deps, caller, async (change) => {
        await change.lockProject(projectId);
        const keys = await listSegmentKeys(change.tx, projectId);
        if (keys.has(segment.key)) {
          throw new RequestError('CONFLICT', `There is a segment "${segment.key}" already.`);
        }
        if (keys.size >= LIMITS.segmentsPerProject) {
          throw new RequestError('CONFLICT', `A project has at most ${LIMITS.segmentsPerProject} segments.`);
        }
        await refuseFaults(change, projectId, segment.key, segment, keys);
        const row = await insertSegment(change.tx, projectId, caller.userId, segment);
        await stampEverywhere(change, projectId, row.id);
        audit(change, projectId, row.id, 'create', undefined, { key: segment.key, ...contentOf(segment) });
        return { ...row, ...contentOf(segment) };
      }),

    /** A new name or description takes no version: readers hold neither. */
    update: (
      caller: Caller,
      projectId: string,
      key: string,
      patch: Patch<SegmentContent>,
    ): Promise<SegmentRow> =>
      runChange(deps, caller, async (change) => {
        const before = await lockSegment(change, projectId, key);
        const oldValue = contentOf(before);
        const newValue = applyPatch(oldValue, patch);
        if (isJsonEqual(oldValue, newValue)) return before;
        const keys = await listSegmentKeys(change.tx, projectId);
        await refuseFaults(change, projectId, key, newValue, keys);
        const row = await updateSegment(change.tx, projectId, before.id, newValue);
        if (!isJsonEqual(heldOf(oldValue), heldOf(newValue)))
          await stampEverywhere(change, projectId, before.id);
        audit(change, projectId, before.id, 'update', oldValue, newValue);
        return { ...row, ...newValue };
      }),

    remove: (caller: Caller, projectId: string, key: string): Promise<void> =>
      runChange(deps, caller, async (change) => {
        const before = await lockSegment(change, projectId, key);
        const uses = await usesOfSegment(change.tx, projectId, before.id);
        if (uses.length > 0) {
          throw new RequestError(
            'IN_USE',
            `Segment "${key}" cannot be deleted: it is used by ${uses.join(', ')}.`,
          );
        }
        await stampEverywhere(change, projectId, before.id);
        await deleteSegment(change.tx, before.id);
        audit(change, projectId, before.id, 'delete', { key, ...contentOf(before) }, undefined);
      }),
  };
}

async function lockSegment(change: Change, projectId: string, key: string): Promise<SegmentRow> {
  await change.lockProject(projectId);
  const segment = await findSegment(change.tx, projectId, key);
  if (!segment) throw resourceNotFound(`segment "${key}" in this project`);
  return segment;
}

async function refuseFaults(
  change: Change,
  projectId: string,
  key: string,
  content: { readonly rules: readonly SegmentRule[] },
  segmentKeys: ReadonlySet<string>,
): Promise<void> {
  const edges = await segmentEdges(change.tx, projectId);
  const faults = validateSegment(key, content.rules, segmentKeys, edges);
  if (faults.length > 0) throw invalidRequest(faults);
}

/** A segment is the project's: its change takes a version of every environment. */
async function stampEverywhere(change: Change, projectId: string, segmentId: string): Promise<void> {
  const environments = await change.lockEnvironments(projectId);
  const versions = await change.takeVersions(environments.map((environment) => environment.id));
  await stampSegment(change.tx, segmentId, versions);
}

function audit(
  change: Change,
  projectId: string,
  segmentId: string,
  action: 'create' | 'update' | 'delete',
  oldValue: unknown,
  newValue: unknown,
): void {
  change.audit({ projectId, action, resourceType: 'segment', resourceId: segmentId, oldValue, newValue });
}
