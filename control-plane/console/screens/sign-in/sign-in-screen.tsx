import {
  Alert,
  Anchor,
  Button,
  Center,
  Divider,
  Loader,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { pageAddress } from './page-address.ts';
import { signInError } from './sign-in-errors.ts';

/** Signs in with a one-time link (its token is in the fragment of the address), with a password, or at an OpenID provider. */
export function SignInScreen() {
  const address = new URL(window.location.href);
  const fragment = new URLSearchParams(address.hash.slice(1));
  const token = fragment.get('link');
  const to = pageAddress(fragment.get('to') ?? address.searchParams.get('to'), address.origin);
  const failed = signInError(address.searchParams.get('error'));
  useEffect(() => {
    document.title = 'Sign in · Solid Fortnight';
  }, []);
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" radius="md" w="100%" maw={400}>
        <Stack>
          <Title order={1} size="h3">
            Sign in to Solid Fortnight
          </Title>
          {failed !== undefined && (
            <Alert color="red" role="alert">
              {failed}
            </Alert>
          )}
          {token === null ? <SignInMethods to={to} /> : <RedeemLink token={token} to={to} />}
        </Stack>
      </Paper>
    </Center>
  );
}

/** Forgets what an earlier person has loaded, then opens the page. */
function useEnter(to: string) {
  const queries = useQueryClient();
  return () => {
    queries.clear();
    window.location.replace(to);
  };
}

/** The token leaves the address before it is sent: it must not stay in the history of the browser. */
function RedeemLink({ token, to }: { readonly token: string; readonly to: string }) {
  const api = useApi();
  const enter = useEnter(to);
  const redeem = useMutation({
    mutationFn: () => answerOf(api.POST('/api/session/redeem', { body: { token } })),
    onSuccess: enter,
  });
  const isSent = useRef(false);
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    window.history.replaceState(null, '', '/sign-in');
    redeem.mutate();
  }, [redeem]);
  if (!redeem.isError) return <Loader aria-label="Signing in" />;
  return (
    <>
      <ProblemAlert error={redeem.error} title="This link does not work" />
      <Text size="sm">
        A link works once, and for a short time. Ask for a new one, or sign in in another way.
      </Text>
      <Anchor href="/sign-in">Other ways to sign in</Anchor>
    </>
  );
}

function SignInMethods({ to }: { readonly to: string }) {
  const api = useApi();
  const { data: methods } = useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/sign-in-methods', { signal })),
  });
  if (methods === undefined) return <Loader aria-label="Loading the ways to sign in" />;
  return (
    <>
      {methods.oidc !== null && (
        <Button component="a" href={`/api/sign-in/oidc?to=${encodeURIComponent(to)}`} variant="default">
          Sign in with {methods.oidc.name}
        </Button>
      )}
      {methods.password && <PasswordForm to={to} />}
      <Divider />
      <Text size="sm" c="dimmed">
        {'New here? Open the link of your invitation. On the machine of the control plane, '}
        <code>npm start</code>
        {' prints a one-time link.'}
      </Text>
    </>
  );
}

function PasswordForm({ to }: { readonly to: string }) {
  const api = useApi();
  const enter = useEnter(to);
  const form = useForm({ initialValues: { email: '', password: '' } });
  const signIn = useMutation({
    mutationFn: (body: { readonly email: string; readonly password: string }) =>
      answerOf(api.POST('/api/session', { body })),
    onSuccess: enter,
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        {signIn.isError && <ProblemAlert error={signIn.error} title="You are not signed in" />}
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
