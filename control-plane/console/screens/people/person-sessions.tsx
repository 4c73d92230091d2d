import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SessionsTable } from '../../ui/sessions-table.tsx';

/** Where a person is signed in, for admins. */
export function PersonSessions({ userId }: { readonly userId: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: [...queryKeys.users, userId, 'sessions'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/users/{userId}/sessions', { params: { path: { userId } }, signal })),
  });
  /** One session, or all of them. */
  const end = useMutation({
    mutationFn: (sessionId?: string) =>
      doneOf(
        sessionId === undefined
          ? api.DELETE('/api/users/{userId}/sessions', { params: { path: { userId } } })
          : api.DELETE('/api/users/{userId}/sessions/{sessionId}', {
              params: { path: { userId, sessionId } },
            }),
      ),
    onError: ({ message }) => notifications.show({ color: 'red', title: 'The session did not end', message }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.users }),
  });
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="sessions">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="sessions">
          Sessions
        </Title>
        <Button size="xs" variant="default" onClick={() => end.mutate(undefined)}>
          End all
        </Button>
      </Group>
      <QueryView query={query} what="sessions">
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">Not signed in anywhere.</Text>
          ) : (
            <SessionsTable sessions={items} onEnd={({ id }) => end.mutate(id)} />
          )
        }
      </QueryView>
    </Paper>
  );
}
