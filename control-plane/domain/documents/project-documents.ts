import { LIMITS } from '../../model/limits.ts';
import type { Operation } from '../../model/operation.ts';
import type { ProjectDiff } from '../../model/project-change.ts';
import type { ProjectDocument } from '../../model/project-document.ts';
import type { FlagState, ProjectState } from '../../model/project-state.ts';
import { invalidRequest, RequestError } from '../../model/request-error.ts';
import { inSnapshot, type Transaction } from '../../store/database/transaction.ts';
import { listFlagKeys } from '../../store/flags/flags.ts';
import { type EnvironmentRow, listEnvironments } from '../../store/projects/environments.ts';
import { listSegmentKeys } from '../../store/segments/segments.ts';
import { loadSlice } from '../apply/load-slice.ts';
import { prepareChangeSet } from '../apply/prepare-change-set.ts';
import { demandOfKeys, demandOfOperations } from '../apply/slice-demand.ts';
import type { DomainDeps } from '../change/change.ts';
import { requireProject } from '../change/or-not-found.ts';
import { applyOperations } from '../change-set/apply-operations.ts';
import { describeDiff } from '../change-set/describe-diff.ts';
import { operationsBetween } from '../change-set/operations-between.ts';
import { toDraftProblems } from '../drafts/draft-problems.ts';
import { documentOfState } from './document-of-state.ts';
import { operationsOfDocument } from './operations-of-document.ts';

/** Configurations that are loaded at a time. */
const LOADED_AT_A_TIME = 1_000;

/** What a document would change. */
export interface DocumentPlan {
  /** For a draft. Empty if the document describes what is there already. */
  readonly operations: readonly Operation[];
  readonly diff: ProjectDiff;
  /** The diff in words. */
  readonly lines: readonly string[];
  /** Why the operations cannot be applied. */
  readonly problems: ReturnType<typeof toDraftProblems>;
}

export function createProjectDocuments({ sql, randomUuid }: Pick<DomainDeps, 'sql' | 'randomUuid'>) {
  return {
    /**
     * Everything that is configured in a project.
     *
     * @throws RequestError CONFLICT if it has too many configurations for one document
     */
    export: (projectId: string): Promise<ProjectDocument> =>
      inSnapshot(sql, async (tx) => documentOfState(await loadProject(tx, projectId))),

    /**
     * Compares a document with the project. Writes nothing.
     *
     * @param prune whether flags and segments that the document does not have are deleted
     * @throws RequestError INVALID_REQUEST, CONFLICT
     */
    plan: (projectId: string, document: ProjectDocument, prune: boolean): Promise<DocumentPlan> =>
      inSnapshot(sql, (tx) => planDocument(tx, { projectId, document, prune, randomUuid })),
  };
}

interface PlanRequest {
  readonly projectId: string;
  readonly document: ProjectDocument;
  readonly prune: boolean;
  readonly randomUuid: () => string;
}

async function planDocument(
  tx: Transaction,
  { projectId, document, prune, randomUuid }: PlanRequest,
): Promise<DocumentPlan> {
  const state = await loadProject(tx, projectId);
  const { operations: wanted, faults } = operationsOfDocument(state, document, prune);
  if (faults.length > 0) throw invalidRequest(faults);
  const { after, problems } = applyOperations(state, wanted, randomUuid);
  // As a draft takes them: long lists of members in parts.
  const operations = problems.length > 0 ? wanted : operationsBetween(state, after);
  refuseTooMany(operations);
  const environments = await listEnvironments(tx, projectId);
  const slice = await loadSlice(tx, projectId, environments, demandOfOperations(operations));
  const prepared = await prepareChangeSet(tx, slice, operations, randomUuid);
  return {
    operations,
    diff: prepared.diff,
    lines: describeDiff(prepared.diff),
    problems: toDraftProblems(prepared.problems, operations),
  };
}

function refuseTooMany({ length }: readonly Operation[]): void {
  if (length <= LIMITS.changeSetOperations) return;
  throw new RequestError(
    'CONFLICT',
    `The document changes so much that it takes ${length} operations; a change set may have ${LIMITS.changeSetOperations}. Apply it in several documents.`,
  );
}

async function loadProject(tx: Transaction, projectId: string): Promise<ProjectState> {
  await requireProject(tx, projectId);
  const environments = await listEnvironments(tx, projectId);
  const flagKeys = await listFlagKeys(tx, projectId);
  const count = flagKeys.length * environments.length;
  if (count > LIMITS.documentConfigurations) {
    throw new RequestError(
      'CONFLICT',
      `The project has ${count} configurations; a document may have at most ${LIMITS.documentConfigurations}.`,
    );
  }
  const segmentKeys = await listSegmentKeys(tx, projectId);
  const { state } = await loadSlice(tx, projectId, environments, demandOfKeys([], [...segmentKeys]));
  const flags = new Map<string, FlagState>();
  const step = Math.max(1, Math.floor(LOADED_AT_A_TIME / Math.max(1, environments.length)));
  for (let from = 0; from < flagKeys.length; from += step) {
    const part = await loadFlags(tx, projectId, environments, flagKeys.slice(from, from + step));
    for (const [key, flag] of part) flags.set(key, flag);
  }
  return { environments: environments.map(({ key }) => key), flags, segments: state.segments };
}

async function loadFlags(
  tx: Transaction,
  projectId: string,
  environments: readonly EnvironmentRow[],
  flagKeys: readonly string[],
): Promise<ReadonlyMap<string, FlagState>> {
  return (await loadSlice(tx, projectId, environments, demandOfKeys(flagKeys, []))).state.flags;
}
