import { Alert, Anchor, Button, Group, PasswordInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import type { Environment } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import type { ApplicationKind, ConnectedFlag } from './code-examples.ts';

interface FreshKeyProps {
  readonly projectId: string;
  readonly environment: Environment;
  readonly kind: ApplicationKind;
  readonly flag: ConnectedFlag;
  readonly onKind: (kind: ApplicationKind) => void;
  /** The key to fill in; empty: none. It stays in the memory of the page. */
  readonly onKey: (key: string) => void;
}

const KINDS: { readonly value: ApplicationKind; readonly label: string }[] = [
  { value: 'server', label: 'Server' },
  { value: 'client', label: 'Browser or app' },
];

/** Makes a key for an environment, or takes one that somebody has. */
export function FreshKey(props: FreshKeyProps) {
  const { projectId, environment, kind, onKind, onKey } = props;
  const mayCreate = useRights(projectId).isAtLeast('admin');
  const [pasted, setPasted] = useState('');
  const create = useCreateKey(props);
  return (
    <Stack gap="sm" align="flex-start">
      <SegmentedControl
        aria-label="Kind of application"
        data={KINDS}
        value={kind}
        onChange={(value) => onKind(value === 'client' ? value : 'server')}
      />
      <Text size="sm" c="dimmed">
        {kind === 'server'
          ? 'A server key reads all flags of the environment. Keep it secret.'
          : 'A client key gets values of client-side flags only. It may be public.'}
      </Text>
      <ClientHints {...props} />
      {create.isError && <ProblemAlert error={create.error} title="The key was not created" />}
      {create.data === undefined ? (
        <Group align="flex-end">
          {mayCreate && (
            <Button loading={create.isPending} onClick={() => create.mutate()}>
              Create a fresh key for {environment.key}
            </Button>
          )}
          <PasswordInput
            label={mayCreate ? 'Or a key that you have' : 'Your key'}
            description={mayCreate ? undefined : 'Creating keys needs the role admin. Ask an admin for one.'}
            autoComplete="off"
            w={280}
            value={pasted}
            onChange={({ currentTarget }) => {
              setPasted(currentTarget.value);
              onKey(usableKey(currentTarget.value));
            }}
          />
        </Group>
      ) : (
        <SecretOnce what="key" value={create.data.key} />
      )}
    </Stack>
  );
}

/** A key without what would end the quotes of the code around it. */
const usableKey = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, '');

function useCreateKey({ projectId, environment, kind, onKey }: FreshKeyProps) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/projects/{projectId}/keys', {
          params: { path: { projectId } },
          body: { name: 'Made while connecting an application', kind, environmentKeys: [environment.key] },
        }),
      ),
    onSuccess: ({ key }) => onKey(key),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'keys') }),
  });
}

/** What else a browser needs. */
function ClientHints({ projectId, environment, kind, flag }: FreshKeyProps) {
  if (kind !== 'client') return null;
  return (
    <>
      {!flag.clientSide && (
        <Alert color="yellow" title="This flag is not client-side">
          <Text size="sm">
            A client key answers FLAG_NOT_FOUND for it.{' '}
            <Anchor
              component={Link}
              to={`/projects/${projectId}/flags/${flag.key}`}
              inherit
              c="inherit"
              td="underline"
            >
              Open the flag
            </Anchor>{' '}
            and mark it as client-side, or choose another one.
          </Text>
        </Alert>
      )}
      {environment.allowedOrigins.length === 0 && (
        <Alert color="yellow" title={`${environment.key} refuses all browsers`}>
          <Text size="sm">
            Add the origin of your pages, such as https://app.example.com, in the{' '}
            <Anchor
              component={Link}
              to={`/projects/${projectId}/environments/${environment.key}`}
              inherit
              c="inherit"
              td="underline"
            >
              settings of the environment
            </Anchor>
            . curl and mobile apps work without it.
          </Text>
        </Alert>
      )}
    </>
  );
}
