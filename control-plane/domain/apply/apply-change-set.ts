import type { EntryCause } from '../../model/change-set.ts';
import type { Operation } from '../../model/operation.ts';
import type { Bypass } from '../../model/protection.ts';
import { invalidRequest, RequestError } from '../../model/request-error.ts';
import type { TakenVersions } from '../../store/changes/versions.ts';
import { allTogether } from '../../store/database/statements-together.ts';
import type { Change } from '../change/change.ts';
import { hashDiff } from '../change-set/hash-diff.ts';
import type { OperationProblem } from '../change-set/operation-problem.ts';
import { assertApplyRights } from './assert-apply-rights.ts';
import { assertReadersUnderstand } from './assert-readers-understand.ts';
import { auditChanges } from './audit-changes.ts';
import { assertSizesAfterChange, sizesBeforeChange } from './changed-sizes.ts';
import type { SizesByEnvironment } from './flag-set-limits.ts';
import { loadSlice, type ProjectSlice } from './load-slice.ts';
import { type PlannedWrites, planWrites } from './planned-writes.ts';
import { type PreparedChangeSet, prepareChangeSet } from './prepare-change-set.ts';
import { type Authorize, protectedChanges, refuseWithoutApproval } from './protected-changes.ts';
import { demandOfOperations, type SliceDemand } from './slice-demand.ts';
import { type WrittenRows, writeChanges } from './write-changes.ts';
import { writeHistory } from './write-history.ts';

/** A change set with at most this many operations reads and writes little. */
const FEW_OPERATIONS = 20;

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
  /** Called once the rights of the caller are known to suffice; refuses a draft whose authors may not change what it changes. */
  readonly assertAuthors?: () => Promise<void>;
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
  const slice = await lockSlice(change, projectId, operations);
  request.check?.(slice);
  const rebased = request.rebase?.(slice) ?? operations;
  const prepared = await prepareChangeSet(change.tx, slice, rebased, randomUuid);
  assertApplyRights(change.caller, projectId, prepared.diff);
  await request.assertAuthors?.();
  if (prepared.problems.length > 0) (request.refuse ?? refuseOperation)(prepared.problems);
  const diffHash = hashDiff(prepared.diff);
  const writes = planWrites(prepared.applied.before, prepared.applied.after, prepared.diff);
  const bypass = await authorize(prepared, { writes, diffHash }, request.authorize);
  await assertReadersUnderstand(change, prepared.slice, writes);
  const written = await writePrepared(change, prepared, writes);
  const entry = { ...request, operations: rebased, bypass, diffHash };
  const isEntry = prepared.diff.length > 0 || request.draftId !== undefined || request.cause !== undefined;
  await allTogether([
    assertSizesAfterChange(change.tx, {
      ...written,
      slice,
      writes,
      environmentIds: [...written.versions.keys()],
    }),
    isEntry ? writeHistory(change, entry, prepared, written.versions) : Promise.resolve(),
  ]);
  return { ...prepared, rows: written.rows, versions: written.versions };
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
async function lockSlice(
  change: Change,
  projectId: string,
  operations: readonly Operation[],
): Promise<ProjectSlice> {
  const demand = demandOfOperations(operations);
  const keepsPlans = operations.length <= FEW_OPERATIONS;
  const locks = allTogether([
    change.lockProject(projectId, { keepsPlans }),
    lockEnvironments(change, projectId, demand),
  ]);
  return loadSlice(
    change.tx,
    projectId,
    locks.then(([, environments]) => environments),
    demand,
  );
}

function lockEnvironments(change: Change, projectId: string, { environmentKeys }: SliceDemand) {
  return environmentKeys === 'all'
    ? change.lockEnvironments(projectId)
    : change.lockEnvironmentsWithKeys(projectId, [...environmentKeys]);
}

/** The rows that a change set has written, and the sizes of what it is about before. */
interface Written extends Pick<AppliedChangeSet, 'rows' | 'versions'> {
  readonly sizesBefore: SizesByEnvironment;
}

async function writePrepared(
  change: Change,
  { slice, applied, diff }: PreparedChangeSet,
  writes: PlannedWrites,
): Promise<Written> {
  const nothing: Written = {
    rows: { flags: new Map(), segments: new Map() },
    versions: new Map(),
    sizesBefore: new Map(),
  };
  if (diff.length === 0) return nothing;
  const { tx } = change;
  const ids = slice.environments.flatMap(({ id, key }) => (writes.environmentKeys.includes(key) ? id : []));
  const [versions, sizesBefore] = await allTogether([
    ids.length === 0 ? Promise.resolve(nothing.versions) : change.takeVersions(ids),
    sizesBeforeChange(tx, slice, writes, ids),
  ]);
  const rows = await writeChanges({ tx, userId: change.caller.userId, slice, versions }, writes);
  auditChanges({ change, slice, rows, applied }, writes);
  return { rows, versions, sizesBefore };
}

/** The error of a request with one operation: paths are those in its body. */
function refuseOperation(problems: readonly OperationProblem[]): never {
  const [first] = problems;
  if (first === undefined || first.code === 'INVALID_REQUEST') {
    throw invalidRequest(problems.map(({ path, message }) => ({ path, message })));
  }
  throw new RequestError(first.code, first.message);
}
