import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { answerOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type SdkKey = components['schemas']['SdkKey'];
export type NewSdkKey = components['schemas']['NewSdkKey'];

/** All keys of a project, the newest first, revoked ones included. */
export function sdkKeysQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'keys'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/keys', {
            params: { path: { projectId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
}

/** Whether a key works. @param now milliseconds */
export function keyState(key: SdkKey, now: number): 'active' | 'expiring' | 'expired' | 'revoked' {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt === null) return 'active';
  return Date.parse(key.expiresAt) <= now ? 'expired' : 'expiring';
}
