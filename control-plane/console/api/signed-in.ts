import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../shared/management-client/management-client.ts';
import type { components } from '../../../shared/management-client/openapi.ts';
import { answerOf } from './api-problem.ts';
import { queryKeys } from './query-keys.ts';

/** Who is signed in, and with which roles. */
export type SignedInUser = components['schemas']['SignedInUser'];

const FRESH_MS = 30_000;

/** Who is signed in. Fails with status 401 if nobody is. */
export function signedInQuery(api: ManagementClient) {
  return queryOptions({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => answerOf(api.GET('/api/session', { signal })),
    staleTime: FRESH_MS,
  });
}
