import type { ChangeSetState } from '../../model/change-set.ts';
import { assertExpectedTag, type ExpectedTags } from '../../model/entity-tag.ts';
import { RequestError } from '../../model/request-error.ts';
import { type ChangeSetRow, findChangeSet, lockChangeSet } from '../../store/change-sets/change-sets.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import type { Change } from '../change/change.ts';
import { orNotFound } from '../change/or-not-found.ts';

/** Which change set, and which revision of it the caller has read. */
export interface ChangeSetPath {
  readonly projectId: string;
  readonly changeSetId: string;
}

/** The states of a change set that can still be edited. */
export const DRAFT_STATES: readonly ChangeSetState[] = ['draft', 'in_review', 'approved'];

/**
 * Locks the project, then a draft of it.
 *
 * @throws RequestError NOT_FOUND; CONFLICT if it is no draft any more; PRECONDITION_FAILED if it has another revision
 */
export async function lockDraft(
  change: Change,
  { projectId, changeSetId }: ChangeSetPath,
  revisions: ExpectedTags,
): Promise<ChangeSetRow> {
  await change.lockProject(projectId);
  const draft = await orNotFound(
    lockChangeSet(change.tx, projectId, changeSetId),
    `change set ${changeSetId} in this project`,
  );
  if (!DRAFT_STATES.includes(draft.state)) {
    throw new RequestError('CONFLICT', `The change set is ${draft.state}; it cannot be changed any more.`);
  }
  assertRevision(draft, revisions);
  return draft;
}

/** @throws RequestError PRECONDITION_FAILED */
export function assertRevision({ revision }: ChangeSetRow, revisions: ExpectedTags): void {
  assertExpectedTag('The draft', revisions, String(revision));
}

/** @throws RequestError NOT_FOUND if the project has no such change set */
export function requireChangeSet(
  sql: Queryable,
  { projectId, changeSetId }: ChangeSetPath,
): Promise<ChangeSetRow> {
  return orNotFound(findChangeSet(sql, projectId, changeSetId), `change set ${changeSetId} in this project`);
}
