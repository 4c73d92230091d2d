import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { ApiProblem, answerOf } from '../../api/api-problem.ts';
import type { ChangeSetPath } from '../../api/change-set-queries.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type ProjectedProblems = components['schemas']['ChangeSetProblems'];
export type RolloutStatus = components['schemas']['GradualRollout'];

const keyOf = ({ projectId, changeSetId }: ChangeSetPath, part: string) =>
  queryKeys.resource(projectId, 'change-sets', changeSetId, part);

const OPERATIONS_PAGE = 50;

export function operationsQuery(api: ManagementClient, path: ChangeSetPath) {
  return infiniteQueryOptions({
    queryKey: keyOf(path, 'operations'),
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/change-sets/{changeSetId}/operations', {
          params: {
            path,
            query: { limit: OPERATIONS_PAGE, ...(pageParam === null ? {} : { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export function problemsQuery(api: ManagementClient, path: ChangeSetPath) {
  return queryOptions({
    queryKey: keyOf(path, 'problems'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/change-sets/{changeSetId}/problems', { params: { path }, signal }),
      ),
  });
}

/** The approvals that were given, the oldest first, also those of other diffs. */
export function approvalsQuery(api: ManagementClient, path: ChangeSetPath) {
  return queryOptions({
    queryKey: keyOf(path, 'approvals'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/change-sets/{changeSetId}/approvals', {
            params: { path, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
}

export function rolloutQuery(api: ManagementClient, path: ChangeSetPath) {
  return queryOptions({
    queryKey: keyOf(path, 'rollout'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/change-sets/{changeSetId}/rollout', { params: { path }, signal }),
      ),
  });
}

/** How an environment is protected; null if it is not. */
export function approvalRuleQuery(api: ManagementClient, projectId: string, environmentKey: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'environments', environmentKey, 'approval rule'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/environments/{environmentKey}/protection', {
          params: { path: { projectId, environmentKey } },
          signal,
        }),
      ).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }),
  });
}

export function reviewedConfigurationQuery(
  api: ManagementClient,
  path: { readonly projectId: string; readonly flagKey: string; readonly environmentKey: string },
) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'flags', path.flagKey, 'configuration', path.environmentKey),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}', {
          params: { path },
          signal,
        }),
      ),
  });
}
