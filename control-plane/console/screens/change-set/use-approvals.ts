import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { changeSetDiffQuery } from '../../api/change-set-queries.ts';
import { environmentsQuery } from '../../api/project-queries.ts';
import { type Rights, useRights } from '../../api/rights.ts';
import { signedInQuery } from '../../api/signed-in.ts';
import { approvalRuleQuery, operationsQuery } from './change-set-parts.ts';
import type { OpenedChangeSet } from './opened-change-set.ts';
import { type EnvironmentRule, touchedEnvironments } from './protection-words.ts';

/** The protected environments that the change set may touch. */
export function useProtectedEnvironments({ path }: OpenedChangeSet): readonly EnvironmentRule[] {
  const api = useApi();
  const environments = useQuery(environmentsQuery(api, path.projectId));
  const diff = useQuery(changeSetDiffQuery(api, path));
  const changes = [
    ...(diff.data?.changes ?? []),
    ...(diff.data?.steps.flatMap((step) => step.changes) ?? []),
  ];
  const keys = touchedEnvironments(changes, environments.data?.map(({ key }) => key) ?? []);
  const rules = useQueries({
    queries: keys.map((key) => approvalRuleQuery(api, path.projectId, key)),
  });
  return keys.flatMap((environmentKey, index) => {
    const protection = rules[index]?.data;
    return protection === null || protection === undefined ? [] : [{ environmentKey, protection }];
  });
}

/** Why the signed-in person may not approve it; undefined if nothing is known against it. The API decides. */
export function useApprovalRight(
  { path, changeSet, mayEdit }: OpenedChangeSet,
  rules: readonly EnvironmentRule[],
): string | undefined {
  const api = useApi();
  const rights = useRights(path.projectId);
  const signedIn = useQuery(signedInQuery(api));
  const operations = useInfiniteQuery(operationsQuery(api, path));
  const authors = new Set([
    changeSet.createdBy,
    ...(operations.data?.pages.flatMap(({ items }) => items.map(({ createdBy }) => createdBy)) ?? []),
  ]);
  if (rights.userId !== undefined && authors.has(rights.userId)) {
    return 'You are an author of this change set. Authors never approve their own changes: another person has to.';
  }
  if (signedIn.data?.user.kind === 'service') return 'A service account approves nothing: a person has to.';
  if (rules.length === 0) {
    return mayEdit ? undefined : 'This needs the role editor in an environment of the project.';
  }
  if (rules.some((rule) => isApprover(rights, rule))) return undefined;
  return `You are no approver of ${rules.map(({ environmentKey }) => environmentKey).join(', ')}.`;
}

function isApprover(rights: Rights, { environmentKey, protection }: EnvironmentRule): boolean {
  const { approverRole, approverIds = [] } = protection;
  if (rights.userId !== undefined && approverIds.includes(rights.userId)) return true;
  return (
    approverRole !== null && approverRole !== undefined && rights.isAtLeast(approverRole, environmentKey)
  );
}
