import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../shared/management-client/management-client.ts';
import type { components } from '../../../shared/management-client/openapi.ts';
import { answerOf } from './api-problem.ts';
import { allPages, pageAfter } from './project-queries.ts';
import { queryKeys } from './query-keys.ts';

/** A person or a service account. */
export type ListedUser = components['schemas']['User'];

/** All users. Only admins of the installation may read them. */
export function usersQuery(api: ManagementClient) {
  return queryOptions({
    queryKey: queryKeys.users,
    queryFn: ({ signal }) =>
      allPages((after) => answerOf(api.GET('/api/users', { params: { query: pageAfter(after) }, signal }))),
  });
}
