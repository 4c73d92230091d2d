import { Button, Group, Paper, Select, Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf, type Tagged, taggedOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import type { ListedUser } from '../../api/users.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Invitation } from './invitation.tsx';
import { PersonSessions } from './person-sessions.tsx';
import { PersonTokens } from './person-tokens.tsx';
import { ROLE_CHOICES, roleOfChoice } from './role-choices.ts';

const route = getRouteApi('/installation/people/$userId');

/** One person or service account: role, invitation, sessions, tokens. */
export function PersonScreen() {
  const { userId } = route.useParams();
  const api = useApi();
  const query = useQuery({
    queryKey: [...queryKeys.users, userId],
    queryFn: ({ signal }) =>
      taggedOf(api.GET('/api/users/{userId}', { params: { path: { userId } }, signal })),
  });
  const isSelf = useRights().userId === userId;
  const remove = useRemovePerson();
  const user = query.data?.data;
  return (
    <Page
      title={user?.name ?? 'Person'}
      crumbs={[{ label: 'People', to: '/people' }]}
      {...(user?.email ? { intro: user.email } : {})}
      actions={
        user && (
          <Button variant="default" disabled={isSelf} onClick={() => remove(user)}>
            Delete …
          </Button>
        )
      }
    >
      <QueryView query={query} what="person">
        {(tagged) => (
          <Stack>
            <Role key={tagged.etag} tagged={tagged} />
            {tagged.data.kind === 'person' && <Invitation user={tagged.data} />}
            {tagged.data.kind === 'person' && <PersonSessions userId={userId} />}
            <PersonTokens userId={userId} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Role({ tagged }: { readonly tagged: Tagged<ListedUser> }) {
  const { data: user, etag } = tagged;
  const api = useApi();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (choice: string) =>
      answerOf(
        api.PATCH('/api/users/{userId}', {
          params: { path: { userId: user.id }, header: { 'if-match': etag } },
          body: { role: roleOfChoice(choice) },
        }),
      ),
    onSuccess: () => notifications.show({ message: `The role of ${user.name} is changed.` }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.users }),
  });
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="role">
      <Title order={2} size="h4" id="role" mb="sm">
        Role
      </Title>
      {save.isError && <ProblemAlert error={save.error} title="The role was not changed" />}
      <Group>
        <Select
          label="Role in the installation"
          description="It counts in every project, at once, also for open sessions and tokens."
          data={ROLE_CHOICES}
          allowDeselect={false}
          value={user.role ?? 'none'}
          disabled={save.isPending}
          onChange={(choice) => choice !== null && save.mutate(choice)}
          w={360}
          maw="100%"
        />
      </Group>
    </Paper>
  );
}

function useRemovePerson() {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const removal = useMutation({
    mutationFn: ({ id: userId }: ListedUser) =>
      doneOf(api.DELETE('/api/users/{userId}', { params: { path: { userId } } })),
    onSuccess: () => navigate({ to: '/people' }),
    onError: ({ message }) =>
      notifications.show({ color: 'red', title: 'Not deleted', message, autoClose: false }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.users }),
  });
  return (user: ListedUser) =>
    confirmDestructive({
      title: `Delete ${user.name}?`,
      children: `All sessions and tokens of ${user.name} stop working at once. The history and the audit log keep the name. This cannot be undone.`,
      confirmLabel: 'Delete',
      onConfirm: () => removal.mutate(user),
    });
}
