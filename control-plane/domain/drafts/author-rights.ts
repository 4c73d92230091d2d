import { RequestError } from '../../model/request-error.ts';
import { can, type RightsScope } from '../../model/rights.ts';
import { type AuthorRow, readAuthors } from '../../store/change-sets/approvals.ts';
import { type ChangeSetRow, readOperations } from '../../store/change-sets/change-sets.ts';
import { findRollout } from '../../store/change-sets/rollouts.ts';
import type { Queryable } from '../../store/database/transaction.ts';
import type { DraftProblem } from './draft-problems.ts';

type Draft = Pick<ChangeSetRow, 'id' | 'projectId'>;

/**
 * Every author must be an editor of what the operations and the rollout of this author change, whether an environment is
 * protected or not. Who has no operation in the draft any more is not asked.
 *
 * @throws RequestError CONFLICT that names the operations, and how another person takes them over
 */
export async function assertAuthorsMayStill(sql: Queryable, draft: Draft): Promise<void> {
  const problems = await findAuthorProblems(sql, draft);
  if (problems.length === 0) return;
  throw new RequestError(
    'CONFLICT',
    'An author of the draft may not, or no longer, change what it changes. Someone who may takes the operations over with POST …/rebase. That is an edit: it voids approvals.',
    { faults: problems.map(({ pointer, message }) => ({ path: pointer, message })) },
  );
}

/** The operations, and the rollout, whose authors may not change what these change; empty if every author may. */
export async function findAuthorProblems(sql: Queryable, draft: Draft): Promise<readonly DraftProblem[]> {
  const authors = await readAuthors(sql, draft);
  const refused = new Map(
    authors.flatMap((author) => {
      const reasons = reasonsAgainst(author, draft.projectId);
      return reasons.size === 0 ? [] : [[author.userId, reasons] as const];
    }),
  );
  if (refused.size === 0) return [];
  const operations = await readOperations(sql, draft.id);
  const rollout = await findRollout(sql, draft.id);
  const changes = [
    ...operations.map(({ position, createdBy, operation }) => ({
      pointer: `/operations/${position}`,
      userId: createdBy,
      environmentKey: 'environmentKey' in operation ? operation.environmentKey : null,
    })),
    ...(rollout === undefined
      ? []
      : [{ pointer: '/rollout', userId: rollout.plannedBy, environmentKey: rollout.environmentKey }]),
  ];
  return changes.flatMap(({ pointer, userId, environmentKey }) => {
    const reason = refused.get(userId)?.get(environmentKey);
    return reason === undefined ? [] : [{ pointer, code: 'FORBIDDEN', message: reason }];
  });
}

/** By environment (`null`: the project), why an author may not change it. */
function reasonsAgainst(author: AuthorRow, projectId: string): ReadonlyMap<string | null, string> {
  const reasons = new Map<string | null, string>();
  for (const environmentKey of author.environmentKeys) {
    const scope: RightsScope =
      environmentKey === null
        ? { kind: 'project', projectId }
        : { kind: 'environment', projectId, environmentKey };
    if (author.isDeleted) {
      reasons.set(environmentKey, `Its author, the user ${author.userId}, is deleted.`);
    } else if (!can(author, scope, 'editor')) {
      const place = environmentKey === null ? 'the project' : `the environment "${environmentKey}"`;
      reasons.set(environmentKey, `Its author, the user ${author.userId}, is no editor of ${place}.`);
    }
  }
  return reasons;
}
