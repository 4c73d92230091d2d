import { Anchor, Center, Loader, Paper, Stack, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, doneOf } from '../../api/api-problem.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

/** Ends the session of this browser. */
export function SignOutScreen() {
  const api = useApi();
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: async () => {
      await doneOf(api.DELETE('/api/session')).catch((error: unknown) => {
        if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      });
      queries.clear();
    },
  });
  const isSent = useRef(false);
  useEffect(() => {
    document.title = 'Sign out · Solid Fortnight';
    if (isSent.current) return;
    isSent.current = true;
    signOut.mutate();
  }, [signOut]);
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" radius="md" w="100%" maw={400}>
        <Stack>
          <Title order={1} size="h3">
            {signOut.isSuccess ? 'You are signed out' : 'Signing out'}
          </Title>
          {signOut.isPending && <Loader aria-label="Signing out" />}
          {signOut.isError && (
            <ProblemAlert
              error={signOut.error}
              title="You are still signed in"
              onRetry={() => signOut.mutate()}
            />
          )}
          {signOut.isSuccess && <Anchor href="/sign-in">Sign in again</Anchor>}
        </Stack>
      </Paper>
    </Center>
  );
}
