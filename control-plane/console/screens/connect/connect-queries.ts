import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import { answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';

const OFFERED_FLAGS = 20;

/** The first flags that a text finds. */
export function offeredFlagsQuery(api: ManagementClient, projectId: string, text: string) {
  const q = text.trim();
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'flags', 'offered', q),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/flags', {
          params: {
            path: { projectId },
            query: { limit: OFFERED_FLAGS, state: 'active', ...(q === '' ? {} : { q }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** One flag in one environment. */
export interface WatchedFlag {
  readonly projectId: string;
  readonly flagKey: string;
  readonly environmentKey: string;
}

const POLL_MS = 2_000;

/** How often a flag was evaluated in the last day. Read again and again while somebody looks at the page. */
export function evaluationsQuery(api: ManagementClient, { projectId, flagKey, environmentKey }: WatchedFlag) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'evaluations', 'connect', flagKey, environmentKey),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/flags/{flagKey}/environments/{environmentKey}/evaluations', {
          params: { path: { projectId, flagKey, environmentKey } },
          signal,
        }),
      ),
    refetchInterval: POLL_MS,
  });
}
