import { Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { type SignedInUser, signedInQuery } from '../../api/signed-in.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { OwnTokens } from './own-tokens.tsx';
import { PasswordSettings } from './password-settings.tsx';

/** The person who is signed in: password, sessions, API tokens. */
export function AccountScreen() {
  const query = useQuery(signedInQuery(useApi()));
  return (
    <Page title="Your account">
      <QueryView query={query} what="account">
        {(signedIn) => (
          <Stack>
            <Identity signedIn={signedIn} />
            <PasswordSettings signedIn={signedIn} />
            <OwnSessions />
            <OwnTokens />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Identity({ signedIn }: { readonly signedIn: SignedInUser }) {
  const { user, role, roles } = signedIn;
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="identity">
      <Title order={2} size="h4" id="identity">
        {user.name}
      </Title>
      {user.email !== null && <Text>{user.email}</Text>}
      <Text size="sm" mt="xs">
        {role === null
          ? `No role in the installation; ${roles.length} in projects and environments.`
          : `Role in the installation, and so in every project: ${role}.`}
      </Text>
      <Group mt="xs" gap="xs">
        <Text size="sm">Your id, for whoever gives you a role:</Text>
        <Code>{user.id}</Code>
        <CopyText value={user.id} what="id" />
      </Group>
    </Paper>
  );
}
