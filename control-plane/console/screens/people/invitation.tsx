import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, doneOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import type { ListedUser } from '../../api/users.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { RelativeTime } from '../../ui/time.tsx';

/** A link with which a person signs in and sets a password. */
export function Invitation({ user }: { readonly user: ListedUser }) {
  const api = useApi();
  const queries = useQueryClient();
  const params = { path: { userId: user.id } };
  const onSettled = () => queries.invalidateQueries({ queryKey: queryKeys.users });
  const query = useQuery({
    queryKey: [...queryKeys.users, user.id, 'invitation'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/users/{userId}/invitation', { params, signal })).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }),
  });
  const invite = useMutation({
    mutationFn: () => answerOf(api.POST('/api/users/{userId}/invitation', { params })),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: () => doneOf(api.DELETE('/api/users/{userId}/invitation', { params })),
    onSuccess: () => invite.reset(),
    onSettled,
  });
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="invitation">
      <Title order={2} size="h4" id="invitation">
        Invitation
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Send the link to {user.name} by a way that only {user.name} reads. It works once, for 7 days.
      </Text>
      <Stack>
        <ProblemAlert error={invite.error ?? withdraw.error} title="The invitation was not changed" />
        {invite.data && <SecretOnce what="link" value={linkOf(invite.data.token)} />}
        <QueryView query={query} what="invitation">
          {(invitation) => (
            <Group>
              <Button variant="default" loading={invite.isPending} onClick={() => invite.mutate()}>
                {invitation === null ? 'Make an invitation link' : 'Make a new link'}
              </Button>
              {invitation !== null && (
                <>
                  <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
                    Withdraw
                  </Button>
                  <Text size="sm">
                    {'The last one works until '}
                    <RelativeTime value={invitation.expiresAt} />
                  </Text>
                </>
              )}
            </Group>
          )}
        </QueryView>
      </Stack>
    </Paper>
  );
}

/** The token is in the fragment, which browsers do not send to servers; the account page is where a password is set. */
function linkOf(token: string): string {
  return `${window.location.origin}/sign-in#link=${token}&to=/account`;
}
