import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { ApiProblem, answerOf, type Tagged, taggedOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type Protection = components['schemas']['Protection'];
export type Usage = components['schemas']['Usage'];

interface EnvironmentPath {
  readonly projectId: string;
  readonly environmentKey: string;
}

/** One environment with its entity tag. */
export function environmentQuery(api: ManagementClient, path: EnvironmentPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'environments', path.environmentKey),
    queryFn: ({ signal }) =>
      taggedOf(
        api.GET('/api/projects/{projectId}/environments/{environmentKey}', { params: { path }, signal }),
      ),
  });
}

/** What a flag set has used of its limits. */
export function usageQuery(api: ManagementClient, path: EnvironmentPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'flags', 'usage', path.environmentKey),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/environments/{environmentKey}/usage', {
          params: { path },
          signal,
        }),
      ),
  });
}

/** How an environment is protected; null if it is not. */
export function protectionQuery(api: ManagementClient, path: EnvironmentPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'environments', path.environmentKey, 'protection'),
    queryFn: ({ signal }): Promise<Tagged<Protection> | null> =>
      taggedOf(
        api.GET('/api/projects/{projectId}/environments/{environmentKey}/protection', {
          params: { path },
          signal,
        }),
      ).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }),
  });
}
