import { isJsonEqual } from '../../../shared/model/json-equal.ts';
import type { EntryCause } from '../../model/change-set.ts';
import type { Operation } from '../../model/operation.ts';
import type { Bypass } from '../../model/protection.ts';
import { invalidRequest, RequestError } from '../../model/request-error.ts';
import type { TakenVersions } from '../../store/changes/versions.ts';
import { measureFlags, readFlagSetSizes } from '../../store/flags/flag-set-sizes.ts';
import type { Change } from '../change/change.ts';
import { hashDiff } from '../change-set/hash-diff.ts';
import type { OperationProblem } from '../change-set/operation-problem.ts';
import { assertMayApply } from './assert-may-apply.ts';
import { auditChanges } from './audit-changes.ts';
import { assertWithinFlagSetLimits } from './flag-set-limits.ts';
import { loadSlice, type ProjectSlice } from './load-slice.ts';
import { type PlannedWrites, planWrites } from './planned-writes.ts';
import { type PreparedChangeSet, prepareChangeSet } from './prepare-change-set.ts';
import { type Authorize, protectedChanges, refuseWithoutApproval } from './protected-changes.ts';
import { demandOfOperations, type SliceDemand } from './slice-demand.ts';
import { type WrittenRows, writeChanges } from './write-changes.ts';
import { writeHistory } from './write-history.ts';

export interface ApplyRequest {
  readonly projectId: string;
  readonly operations: readonly Operation[];
  readonly randomUuid: () => string;
  /** Preconditions on what the operations meet. Called before anything is validated; throws to refuse. */
  readonly check?: (slice: ProjectSlice) => void;
  /** The operations that do in the slice what `operations` did in the state that they were made from. Throws to refuse. */
  readonly rebase?: (slice: ProjectSlice) => readonly Operation[];
  /** The draft that holds the operations; absent for a request that is applied at once. */
  readonly draftId?: string;
  /** The change set of which this is a step, or which this takes back. */
  readonly cause?: EntryCause;
  /** Decides about changes of protected environments. Default: they are refused. */
  readonly authorize?: Authorize;
  /** Refuses a change set that has problems. Default: as the route of a single operation answers. */
  readonly refuse?: (problems: readonly OperationProblem[]) => never;
}

/** An applied change set: what it met, what it changed, and the versions that it took. */
export interface AppliedChangeSet extends PreparedChangeSet {
  /** Empty if nothing changes. */
  readonly rows: WrittenRows;
  readonly versions: TakenVersions;
}

/**
 * Applies a change set in the transaction of `change`: every change of flags, configurations and segments goes through
 * here. Locks, loads, validates the result as a whole, writes what differs, and takes one version of each environment
 * whose readers see a change. The change set becomes an entry of the project's history. A request that is applied at once
 * and has no effect writes nothing.
 *
 * @throws RequestError NOT_FOUND, FORBIDDEN, CONFLICT, IN_USE or INVALID_REQUEST
 */
export async function applyChangeSet(change: Change, request: ApplyRequest): Promise<AppliedChangeSet> {
  const { projectId, operations, randomUuid } = request;
  const slice = await lockSlice(change, projectId, demandOfOperations(operations));
  request.check?.(slice);
  const rebased = request.rebase?.(slice) ?? operations;
  const prepared = await prepareChangeSet(change.tx, slice, rebased, randomUuid);
  assertMayApply(change.caller, projectId, prepared.diff);
  if (prepared.problems.length > 0) (request.refuse ?? refuseOperation)(prepared.problems);
  const diffHash = hashDiff(prepared.diff);
  const writes = planWrites(prepared.applied.before, prepared.applied.after, prepared.diff);
  const bypass = await authorize(prepared, { writes, diffHash }, request.authorize);
  const written = await writePrepared(change, prepared, writes);
  if (prepared.diff.length > 0 || request.draftId !== undefined || request.cause !== undefined) {
    const entry = { ...request, operations: rebased, bypass, diffHash };
    await writeHistory(change, entry, prepared, written.versions);
  }
  return { ...prepared, ...written };
}

/** @returns how a change of protected environments is applied without approvals */
async function authorize(
  { slice, diff }: PreparedChangeSet,
  { writes, diffHash }: { readonly writes: PlannedWrites; readonly diffHash: string },
  decide: Authorize = async (demand) => refuseWithoutApproval(demand),
): Promise<Bypass | undefined> {
  const { demanded, isSwitchOff } = protectedChanges(slice, writes, diff);
  if (demanded.length > 0) return decide({ environments: demanded, diffHash });
  return isSwitchOff ? { kind: 'switch-off' } : undefined;
}

/** Locks what a change set can affect, then reads it: the project first, then the environments. */
async function lockSlice(change: Change, projectId: string, demand: SliceDemand): Promise<ProjectSlice> {
  await change.lockProject(projectId);
  const environments =
    demand.environmentKeys === 'all'
      ? await change.lockEnvironments(projectId)
      : await change.lockEnvironmentsWithKeys(projectId, [...demand.environmentKeys]);
  return loadSlice(change.tx, projectId, environments, demand);
}

async function writePrepared(
  change: Change,
  { slice, applied, diff }: PreparedChangeSet,
  writes: PlannedWrites,
): Promise<Pick<AppliedChangeSet, 'rows' | 'versions'>> {
  if (diff.length === 0) return { rows: { flags: new Map(), segments: new Map() }, versions: new Map() };
  const { tx } = change;
  const ids = slice.environments.flatMap(({ id, key }) => (writes.environmentKeys.includes(key) ? id : []));
  const versions: TakenVersions = ids.length === 0 ? new Map() : await change.takeVersions(ids);
  const sizesBefore = ids.length === 0 ? new Map() : await readFlagSetSizes(tx, ids, partsOf(slice, writes));
  const rows = await writeChanges({ tx, userId: change.caller.userId, slice, versions }, writes);
  if (ids.length > 0) {
    const parts = partsOf(slice, writes, rows);
    await measureFlags(tx, measuredFlagIds(slice, writes, rows), ids);
    await assertWithinFlagSetLimits(tx, sizesBefore, await readFlagSetSizes(tx, ids, parts));
  }
  auditChanges({ change, slice, rows, applied }, writes);
  return { rows, versions };
}

/** The ids of the flags whose rows have changed in size. */
function measuredFlagIds(
  slice: ProjectSlice,
  { flags }: PlannedWrites,
  rows: WrittenRows,
): readonly string[] {
  const resized = flags.filter(
    ({ before, after, environmentKeys }) =>
      environmentKeys.length > 0 || !isJsonEqual(before?.metadata, after?.metadata),
  );
  return resized.flatMap(({ key }) => (slice.flags.get(key) ?? rows.flags.get(key))?.id ?? []);
}

/** The ids of the flags and segments that a change writes, as far as they exist. */
function partsOf(slice: ProjectSlice, { flags, segments }: PlannedWrites, rows?: WrittenRows) {
  return {
    flagIds: flags.flatMap(({ key }) => (slice.flags.get(key) ?? rows?.flags.get(key))?.id ?? []),
    segmentIds: segments.flatMap(({ key }) => (slice.segments.get(key) ?? rows?.segments.get(key))?.id ?? []),
  };
}

/** The error of a request with one operation: paths are those in its body. */
function refuseOperation(problems: readonly OperationProblem[]): never {
  const [first] = problems;
  if (first === undefined || first.code === 'INVALID_REQUEST') {
    throw invalidRequest(problems.map(({ path, message }) => ({ path, message })));
  }
  throw new RequestError(first.code, first.message);
}
