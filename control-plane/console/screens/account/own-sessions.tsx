import { Paper, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SessionsTable } from '../../ui/sessions-table.tsx';

const SESSIONS = ['own-sessions'];

/** Where the person is signed in. */
export function OwnSessions() {
  const api = useApi();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: SESSIONS,
    queryFn: ({ signal }) => answerOf(api.GET('/api/sessions', { signal })),
  });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      doneOf(api.DELETE('/api/sessions/{sessionId}', { params: { path: { sessionId } } })),
    onError: ({ message }) => notifications.show({ color: 'red', title: 'The session did not end', message }),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="sessions">
      <Title order={2} size="h4" id="sessions" mb="sm">
        Where you are signed in
      </Title>
      <QueryView query={query} what="sessions">
        {({ items }) => <SessionsTable sessions={items} onEnd={({ id }) => end.mutate(id)} />}
      </QueryView>
    </Paper>
  );
}
