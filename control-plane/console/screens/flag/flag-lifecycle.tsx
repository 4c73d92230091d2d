import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { type FlagPlace, type FlagRecord, flagUsesQuery } from './flag-queries.ts';

type Step = 'archive' | 'restore' | 'delete';

interface FlagLifecycleProps {
  readonly place: FlagPlace;
  readonly flag: FlagRecord;
  readonly etag: string;
}

/** Taking a flag out of use, and back. */
export function FlagLifecycle({ place, flag, etag }: FlagLifecycleProps) {
  const uses = useQuery(flagUsesQuery(useApi(), place)).data;
  const run = useLifecycleStep(place, etag);
  const users = new Set(uses?.prerequisiteOf.map(({ flagKey }) => flagKey)).size;
  const drafts = uses?.changeSets.length ?? 0;
  const inNumbers = `It is a prerequisite of ${count(users, 'flag')}, and ${count(drafts, 'open change set')} ${drafts === 1 ? 'names' : 'name'} it.`;
  const archive = () =>
    confirmDestructive({
      title: `Archive ${flag.key}?`,
      children: `No application gets the flag until it is restored: its code uses its own default. ${inNumbers} Restore brings everything back unchanged.`,
      confirmLabel: 'Archive the flag',
      onConfirm: () => run.mutate('archive'),
    });
  const remove = () =>
    confirmDestructive({
      title: `Delete ${flag.key}?`,
      children: `The flag and its configuration in every environment are deleted. ${inNumbers} It can be brought back by reverting the change in the history of the project.`,
      confirmLabel: 'Delete the flag',
      onConfirm: () => run.mutate('delete'),
    });
  return (
    <Paper withBorder p="md">
      <Stack>
        <Title order={2} size="h4">
          {flag.archived ? 'Restore or delete' : 'Archive or delete'}
        </Title>
        <Text size="sm" c="dimmed">
          {flag.archived
            ? 'The flag is archived: no application gets it. Restore brings it back as it was.'
            : 'Archive a flag that is not used any more. It can be restored at any time.'}
        </Text>
        <ProblemAlert error={run.error} />
        <Group>
          {flag.archived ? (
            <Button variant="default" onClick={() => run.mutate('restore')} loading={run.isPending}>
              Restore
            </Button>
          ) : (
            <Button variant="default" onClick={archive} loading={run.isPending}>
              Archive…
            </Button>
          )}
          <Button color="red" variant="outline" onClick={remove} loading={run.isPending}>
            Delete…
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

function useLifecycleStep({ projectId, flagKey }: FlagPlace, etag: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { projectId, flagKey }, header: { 'if-match': etag } };
  return useMutation({
    mutationFn: async (step: Step) => {
      if (step === 'archive')
        await answerOf(api.POST('/api/projects/{projectId}/flags/{flagKey}/archive', { params }));
      else if (step === 'restore')
        await answerOf(api.POST('/api/projects/{projectId}/flags/{flagKey}/restore', { params }));
      else await doneOf(api.DELETE('/api/projects/{projectId}/flags/{flagKey}', { params }));
    },
    onSuccess: async (_, step) => {
      const done = { archive: 'archived', restore: 'restored', delete: 'deleted' }[step];
      notifications.show({ message: `${flagKey} is ${done}.` });
      if (step === 'delete') await navigate({ to: '/projects/$projectId/flags', params: { projectId } });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'flags') }),
  });
}
