import { Alert, Badge, Button, Group, Loader, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EditSession } from '../../editing/configuration/edit-session.ts';
import { DiffView } from '../../editing/diff/diff-view.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { EnvironmentEdits } from './use-flag-edits.ts';

interface EnvironmentCardProps {
  readonly projectId: string;
  readonly name: string;
  readonly edits: EnvironmentEdits;
  readonly isReadOnly: boolean;
  readonly children: (session: EditSession) => ReactNode;
}

/** One environment: whether the flag is on, what others have changed meanwhile, and the part that the tab shows. */
export function EnvironmentCard({ projectId, name, edits, isReadOnly, children }: EnvironmentCardProps) {
  const { session, error, reload } = edits;
  return (
    <Paper component="section" aria-label={name} withBorder p="md" miw={0}>
      <Stack>
        <Group justify="space-between">
          <Group gap="xs">
            <Title order={2} size="h4">
              {name}
            </Title>
            {session?.isChanged === true && (
              <Badge variant="default" tt="none">
                not saved
              </Badge>
            )}
          </Group>
          {session !== undefined && (
            <Switch
              checked={session.edited.enabled}
              onChange={({ currentTarget }) => {
                const enabled = currentTarget.checked;
                edits.edit((configuration) => ({ ...configuration, enabled }));
              }}
              disabled={isReadOnly}
              labelPosition="left"
              label={session.edited.enabled ? 'On' : 'Off'}
              aria-label={`The flag is on in ${name}`}
            />
          )}
        </Group>
        {session === undefined && error === null && (
          <Loader aria-label={`Loading the configuration in ${name}`} />
        )}
        {session === undefined && (
          <ProblemAlert error={error} title="Could not load the configuration" onRetry={reload} />
        )}
        {session !== undefined && (
          <OthersChanges projectId={projectId} session={session} onResolve={edits.resolve} />
        )}
        {session !== undefined && children(session)}
      </Stack>
    </Paper>
  );
}

interface OthersChangesProps {
  readonly projectId: string;
  readonly session: EditSession;
  readonly onResolve: EnvironmentEdits['resolve'];
}

/** What somebody else has changed while the edits were made. */
function OthersChanges({ projectId, session, onResolve }: OthersChangesProps) {
  const { takenOver, conflicts, isChanged } = session;
  if (!isChanged || takenOver.length === 0) return null;
  const isConflict = conflicts.length > 0;
  return (
    <Alert
      role="status"
      color={isConflict ? 'orange' : 'blue'}
      title={isConflict ? 'Somebody else has changed the same' : 'Somebody else has changed this meanwhile'}
    >
      <DiffView projectId={projectId} changes={takenOver} />
      {isConflict ? (
        <Stack gap="xs" mt="xs">
          <Text size="sm">Decide before you save. All other edits stay, yours and theirs.</Text>
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => onResolve('mine')}>
              Keep mine where both changed
            </Button>
            <Button size="xs" variant="default" onClick={() => onResolve('theirs')}>
              Take theirs where both changed
            </Button>
          </Group>
        </Stack>
      ) : (
        <Text size="sm" mt="xs">
          It is part of what you see, and your edits are kept.
        </Text>
      )}
    </Alert>
  );
}
