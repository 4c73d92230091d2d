import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { answerOf, taggedOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type Webhook = components['schemas']['Webhook'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookEventType = Webhook['eventTypes'][number];

/** The events, in words. */
export const EVENT_TYPES: readonly { readonly value: WebhookEventType; readonly label: string }[] = [
  { value: 'change_set.applied', label: 'A change set was applied' },
  { value: 'change_set.review_requested', label: 'A review was asked for' },
  { value: 'change_set.approved', label: 'A change set was approved' },
  { value: 'rollout.stopped', label: 'A gradual rollout stopped' },
  { value: 'environment.created', label: 'An environment was created' },
  { value: 'environment.deleted', label: 'An environment was deleted' },
];

interface WebhookPath {
  readonly projectId: string;
  readonly webhookId: string;
}

/** All webhooks of a project. */
export function webhooksQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'webhooks'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/webhooks', {
            params: { path: { projectId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
}

/** One webhook with its entity tag. */
export function webhookQuery(api: ManagementClient, path: WebhookPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'webhooks', path.webhookId),
    queryFn: ({ signal }) =>
      taggedOf(api.GET('/api/projects/{projectId}/webhooks/{webhookId}', { params: { path }, signal })),
  });
}

const REFRESH_MS = 5_000;

/** The newest deliveries of a webhook; read again while the page is open, as attempts are no part of the stream of changes. */
export function deliveriesQuery(api: ManagementClient, path: WebhookPath) {
  return queryOptions({
    queryKey: queryKeys.resource(path.projectId, 'webhooks', path.webhookId, 'deliveries'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/webhooks/{webhookId}/deliveries', {
          params: { path, query: { limit: 50 } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  });
}

/** Whether a webhook sends, in words. */
export function webhookState({
  enabled,
  pausedAt,
  failures,
}: Webhook): 'off' | 'paused' | 'failing' | 'sending' {
  if (!enabled) return 'off';
  if (pausedAt !== null) return 'paused';
  return failures > 0 ? 'failing' : 'sending';
}
