import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import type { NewSdkKey, SdkKey } from './key-queries.ts';

/** What can be done with keys. Each refreshes the list. */
export function useKeyActions(projectId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'keys') });
  const create = useMutation({
    mutationFn: (body: NewSdkKey) =>
      answerOf(api.POST('/api/projects/{projectId}/keys', { params: { path: { projectId } }, body })),
    onSettled,
  });
  const rotate = useMutation({
    mutationFn: ({ keyId, oldKeyExpiresAt }: { readonly keyId: string; readonly oldKeyExpiresAt: string }) =>
      answerOf(
        api.POST('/api/projects/{projectId}/keys/{keyId}/rotate', {
          params: { path: { projectId, keyId } },
          body: { oldKeyExpiresAt },
        }),
      ),
    onSettled,
  });
  const revocation = useMutation({
    mutationFn: ({ id: keyId }: SdkKey) =>
      doneOf(
        api.DELETE('/api/projects/{projectId}/keys/{keyId}', { params: { path: { projectId, keyId } } }),
      ),
    onSuccess: (_, { name }) => notifications.show({ message: `${name} no longer works.` }),
    onError: (error) =>
      notifications.show({ color: 'red', title: 'The key was not revoked', message: error.message }),
    onSettled,
  });
  const revoke = (key: SdkKey) =>
    confirmDestructive({
      title: `Revoke ${key.name}?`,
      children: `Every application that sends this ${key.kind} key is refused within a second. This cannot be undone: to replace a key without an interruption, rotate it.`,
      confirmLabel: 'Revoke the key',
      onConfirm: () => revocation.mutate(key),
    });
  return { create, rotate, revoke };
}
