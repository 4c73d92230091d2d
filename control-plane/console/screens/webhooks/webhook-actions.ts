import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import type { WebhookValues } from './webhook-fields.tsx';

const failed = (title: string) => (error: Error) =>
  notifications.show({ color: 'red', title, message: error.message, autoClose: false });

/** What can be done with one webhook. */
export function useWebhookActions(projectId: string, webhookId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const params = { path: { projectId, webhookId } };
  const onSettled = () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'webhooks') });
  const save = useMutation({
    mutationFn: ({ etag, values }: { readonly etag: string; readonly values: WebhookValues }) =>
      answerOf(
        api.PATCH('/api/projects/{projectId}/webhooks/{webhookId}', {
          params: { ...params, header: { 'if-match': etag } },
          body: values,
        }),
      ),
    onSuccess: () => notifications.show({ message: 'The webhook is saved.' }),
    onSettled,
  });
  const test = useMutation({
    mutationFn: () => answerOf(api.POST('/api/projects/{projectId}/webhooks/{webhookId}/test', { params })),
    onSuccess: () => notifications.show({ message: 'A test event is on its way. See its delivery below.' }),
    onError: failed('No test event was sent'),
    onSettled,
  });
  const resume = useMutation({
    mutationFn: () => answerOf(api.POST('/api/projects/{projectId}/webhooks/{webhookId}/resume', { params })),
    onError: failed('The webhook was not resumed'),
    onSettled,
  });
  const rotate = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/projects/{projectId}/webhooks/{webhookId}/rotate-secret', { params, body: {} }),
      ),
    onError: failed('The secret was not rotated'),
    onSettled,
  });
  const { remove } = useRemoveWebhook(projectId, webhookId);
  return { save, test, resume, rotate, remove };
}

/** Sends an event again. */
export function useRedelivery(projectId: string, webhookId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'webhooks') });
  const redeliver = useMutation({
    mutationFn: (deliveryId: string) =>
      answerOf(
        api.POST('/api/projects/{projectId}/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver', {
          params: { path: { projectId, webhookId, deliveryId } },
        }),
      ),
    onError: failed('The event was not sent again'),
    onSettled,
  });
  return { redeliver };
}

/** Asks, then deletes a webhook and goes back to the list. */
function useRemoveWebhook(projectId: string, webhookId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { projectId, webhookId } };
  const onSettled = () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'webhooks') });
  const deletion = useMutation({
    mutationFn: () => doneOf(api.DELETE('/api/projects/{projectId}/webhooks/{webhookId}', { params })),
    onSuccess: () => navigate({ to: '/projects/$projectId/webhooks', params: { projectId } }),
    onError: failed('The webhook was not deleted'),
    onSettled,
  });
  const remove = (url: string) =>
    confirmDestructive({
      title: 'Delete this webhook?',
      children: `Nothing more is sent to ${url}. What waits for it is given up, and its deliveries are forgotten. This cannot be undone.`,
      confirmLabel: 'Delete the webhook',
      onConfirm: () => deletion.mutate(),
    });
  return { remove };
}
