import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { type ApiTokenRow, ApiTokensTable } from '../../ui/api-tokens-table.tsx';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';

const TOKENS = ['own-tokens'];

/** The API tokens of the person. */
export function OwnTokens() {
  const api = useApi();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const query = useQuery({
    queryKey: TOKENS,
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(api.GET('/api/me/tokens', { params: { query: pageAfter(after) }, signal })),
      ),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: TOKENS });
  const revocation = useMutation({
    mutationFn: (tokenId: string) =>
      doneOf(api.DELETE('/api/me/tokens/{tokenId}', { params: { path: { tokenId } } })),
    onError: ({ message }) =>
      notifications.show({ color: 'red', title: 'The token was not revoked', message }),
    onSettled: refresh,
  });
  const revoke = ({ id, name }: ApiTokenRow) =>
    confirmDestructive({
      title: `Revoke ${name}?`,
      children: 'Programs that use this token are refused at once. This cannot be undone.',
      confirmLabel: 'Revoke the token',
      onConfirm: () => revocation.mutate(id),
    });
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="tokens">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="tokens">
          API tokens
        </Title>
        <Button size="xs" onClick={open}>
          New token
        </Button>
      </Group>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          A program sends a token to change flags in your name, with at most your rights.
        </Text>
        <QueryView query={query} what="API tokens">
          {(tokens) => <ApiTokensTable tokens={tokens} onRevoke={revoke} />}
        </QueryView>
      </Stack>
      <NewTokenDialog isOpen={isOpen} onClose={close} onCreated={refresh} />
    </Paper>
  );
}
