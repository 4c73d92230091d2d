import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { doneOf, type Tagged } from '../../api/api-problem.ts';
import type { Environment } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import type { Usage } from './environment-queries.ts';

/** Asks, then deletes an environment and goes back to the list. */
export function useDeleteEnvironment(projectId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const deletion = useMutation({
    mutationFn: ({ data, etag }: Tagged<Environment>) =>
      doneOf(
        api.DELETE('/api/projects/{projectId}/environments/{environmentKey}', {
          params: { path: { projectId, environmentKey: data.key }, header: { 'if-match': etag } },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'environments') });
      await navigate({ to: '/projects/$projectId/environments', params: { projectId } });
    },
    onError: ({ message }) =>
      notifications.show({
        color: 'red',
        title: 'The environment was not deleted',
        message,
        autoClose: false,
      }),
  });
  return (environment: Tagged<Environment>, usage: Usage | undefined) =>
    confirmDestructive({
      title: `Delete ${environment.data.name}?`,
      children: `The settings of ${usage?.flags.used.toLocaleString() ?? 'all'} flags in it are deleted, its client and server keys stop working, and every edge forgets it within seconds. This cannot be undone; the history keeps what was configured.`,
      confirmLabel: 'Delete the environment',
      onConfirm: () => deletion.mutate(environment),
    });
}
