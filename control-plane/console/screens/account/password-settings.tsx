import { Button, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, doneOf, faultsAt } from '../../api/api-problem.ts';
import type { SignedInUser } from '../../api/signed-in.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

/** The API asks for at least so many characters. */
const MIN_CHARACTERS = 12;

interface PasswordValues {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Sets or changes the own password. All other sessions end. */
export function PasswordSettings({ signedIn }: { readonly signedIn: SignedInUser }) {
  const api = useApi();
  const queries = useQueryClient();
  const form = useForm<PasswordValues>({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      newPassword: (text) => (text.length < MIN_CHARACTERS ? `At least ${MIN_CHARACTERS} characters` : null),
    },
  });
  const change = useMutation({
    mutationFn: ({ currentPassword, newPassword }: PasswordValues) =>
      doneOf(
        api.PUT('/api/session/password', {
          body: { newPassword, ...(currentPassword === '' ? {} : { currentPassword }) },
        }),
      ),
    onSuccess: () => {
      form.reset();
      notifications.show({ message: 'The password is set. Your other sessions have ended.' });
      return queries.invalidateQueries();
    },
  });
  const problem = change.error instanceof ApiProblem ? change.error : null;
  const needsCurrent = signedIn.hasPassword && signedIn.session?.how !== 'invitation';
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="password">
      <Title order={2} size="h4" id="password" mb="sm">
        {signedIn.hasPassword ? 'Change your password' : 'Set a password'}
      </Title>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={signedIn.user.email ?? ''}
          readOnly
          hidden
        />
        <Stack maw={420}>
          {change.isError && <ProblemAlert error={change.error} title="The password was not changed" />}
          {needsCurrent && (
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              required
              {...form.getInputProps('currentPassword')}
            />
          )}
          <PasswordInput
            label="New password"
            description={`At least ${MIN_CHARACTERS} characters. A few random words are easy to remember and hard to guess.`}
            autoComplete="new-password"
            required
            {...form.getInputProps('newPassword')}
            error={faultsAt(problem, 'newPassword')[0] ?? form.errors.newPassword}
          />
          <Text size="sm">Your sessions in other browsers end.</Text>
          <Group>
            <Button type="submit" loading={change.isPending}>
              {signedIn.hasPassword ? 'Change the password' : 'Set the password'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
