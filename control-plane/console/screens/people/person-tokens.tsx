import { Button, Group, Paper, Stack, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { type ApiTokenRow, ApiTokensTable } from '../../ui/api-tokens-table.tsx';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';

/** The API tokens of a user, for admins: this is how a service account gets its token. */
export function PersonTokens({ userId }: { readonly userId: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const query = useQuery({
    queryKey: [...queryKeys.users, userId, 'tokens'],
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/users/{userId}/tokens', {
            params: { path: { userId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
  const onSettled = () => queries.invalidateQueries({ queryKey: queryKeys.users });
  const create = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/api/users/{userId}/tokens', { params: { path: { userId } }, body: { name } })),
    onSuccess: () => setName(''),
    onSettled,
  });
  const revocation = useMutation({
    mutationFn: (tokenId: string) =>
      doneOf(api.DELETE('/api/users/{userId}/tokens/{tokenId}', { params: { path: { userId, tokenId } } })),
    onError: ({ message }) =>
      notifications.show({ color: 'red', title: 'The token was not revoked', message }),
    onSettled,
  });
  const revoke = (token: ApiTokenRow) =>
    confirmDestructive({
      title: `Revoke ${token.name}?`,
      children: 'Programs that use this token are refused at once. This cannot be undone.',
      confirmLabel: 'Revoke the token',
      onConfirm: () => revocation.mutate(token.id),
    });
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="tokens">
      <Title order={2} size="h4" id="tokens" mb="sm">
        API tokens
      </Title>
      <Stack>
        {create.isError && <ProblemAlert error={create.error} title="The token was not created" />}
        {create.data && <SecretOnce what="token" value={create.data.token} />}
        <Group align="flex-end">
          <TextInput
            label="Name of a new token"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={name.trim() === ''}
            loading={create.isPending}
            onClick={() => create.mutate()}
          >
            Create, for one year
          </Button>
        </Group>
        <QueryView query={query} what="API tokens">
          {(tokens) => <ApiTokensTable tokens={tokens} onRevoke={revoke} />}
        </QueryView>
      </Stack>
    </Paper>
  );
}
