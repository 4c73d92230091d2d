import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../shared/management-client/management-client.ts';
import type { components, operations } from '../../../shared/management-client/openapi.ts';
import { ApiProblem, answerOf, taggedOf } from './api-problem.ts';
import { queryKeys } from './query-keys.ts';

export type ChangeSet = components['schemas']['ChangeSet'];

/** What a list of change sets may be narrowed to. */
export type ChangeSetFilter = Omit<
  NonNullable<operations['listChangeSets']['parameters']['query']>,
  'limit' | 'after'
>;

const PAGE_SIZE = 50;

/** Names a change set. */
export interface ChangeSetPath {
  readonly projectId: string;
  readonly changeSetId: string;
}

/** Change sets, the newest first, page by page. */
export function changeSetsQuery(api: ManagementClient, projectId: string, filter: ChangeSetFilter) {
  return infiniteQueryOptions({
    queryKey: queryKeys.resource(projectId, 'change-sets', 'list', filter),
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/change-sets', {
          params: {
            path: { projectId },
            query: { ...filter, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** One change set with its entity tag. */
export function changeSetQuery(api: ManagementClient, path: ChangeSetPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'change-sets', path.changeSetId),
    queryFn: ({ signal }) =>
      taggedOf(api.GET('/api/projects/{projectId}/change-sets/{changeSetId}', { params: { path }, signal })),
  });
}

/** What a change set would change, or has changed. */
export function changeSetDiffQuery(api: ManagementClient, path: ChangeSetPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'change-sets', path.changeSetId, 'diff'),
    queryFn: async ({ signal }) => {
      const diff = await answerOf(
        api.GET('/api/projects/{projectId}/change-sets/{changeSetId}/diff', { params: { path }, signal }),
      );
      // The route also answers in plain text, to who asks for that.
      if (typeof diff === 'string') throw new ApiProblem('The control plane answered text, not JSON.', 200);
      return diff;
    },
  });
}
