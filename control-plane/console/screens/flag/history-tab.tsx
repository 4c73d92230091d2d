import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { changeSetDiffQuery } from '../../api/change-set-queries.ts';
import { useRights } from '../../api/rights.ts';
import { DiffView } from '../../editing/diff/diff-view.tsx';
import { PersonName } from '../../editing/review/person-name.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { type FlagPlace, flagHistoryQuery } from './flag-queries.ts';

/** The changes of a flag, the newest first. */
export function HistoryTab({ place }: { readonly place: FlagPlace }) {
  const [pages, setPages] = useState<readonly (string | undefined)[]>([undefined]);
  return (
    <Stack>
      {pages.map((after, index) => (
        <HistoryPage
          key={after ?? ''}
          place={place}
          after={after}
          onMore={index === pages.length - 1 ? (next) => setPages([...pages, next]) : undefined}
        />
      ))}
    </Stack>
  );
}

interface HistoryPageProps {
  readonly place: FlagPlace;
  readonly after: string | undefined;
  readonly onMore: ((after: string) => void) | undefined;
}

function HistoryPage({ place, after, onMore }: HistoryPageProps) {
  const query = useQuery(flagHistoryQuery(useApi(), place, after));
  return (
    <QueryView query={query} what="history">
      {({ items, next }) => (
        <>
          {items.length === 0 && after === undefined && (
            <EmptyState title="No changes yet">Every change of this flag will be listed here.</EmptyState>
          )}
          {items.map((entry) => (
            <HistoryEntry key={entry.id} place={place} entry={entry} />
          ))}
          {next !== null && onMore !== undefined && (
            <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => onMore(next)}>
              Show older changes
            </Button>
          )}
        </>
      )}
    </QueryView>
  );
}

type Entry = Awaited<
  ReturnType<NonNullable<ReturnType<typeof flagHistoryQuery>['queryFn']>>
>['items'][number];

function HistoryEntry({ place, entry }: { readonly place: FlagPlace; readonly entry: Entry }) {
  const { projectId, flagKey } = place;
  const rights = useRights(projectId);
  const diff = useQuery(changeSetDiffQuery(useApi(), { projectId, changeSetId: entry.id }));
  const revert = useRevert(projectId);
  const changes = typeof diff.data === 'object' ? diff.data.changes : [];
  const own = changes.filter((change) => change.flagKey === flagKey);
  const others = changes.length - own.length;
  const title = entry.name === '' ? `Change ${entry.number ?? ''} without a name` : entry.name;
  const mayEdit = entry.environmentKeys.every((key) => rights.isAtLeast('editor', key));
  return (
    <Group
      justify="space-between"
      align="flex-start"
      component="article"
      aria-label={title}
      wrap="nowrap"
      gap="md"
      style={{ borderTop: '1px solid var(--mantine-color-default-border)', paddingTop: 12 }}
    >
      <Stack gap={4} miw={0}>
        <Title order={2} size="sm">
          <Anchor component={Link} inherit to={`/projects/${projectId}/change-sets/${entry.id}`}>
            {title}
          </Anchor>
        </Title>
        <Text size="xs" c="dimmed">
          {entry.number === null ? '' : `#${entry.number} · `}
          <PersonName userId={entry.appliedBy ?? entry.createdBy} /> ·{' '}
          <RelativeTime value={entry.appliedAt ?? entry.updatedAt} />
        </Text>
        {entry.description !== '' && <Text size="sm">{entry.description}</Text>}
        {diff.data !== undefined && <DiffView projectId={projectId} changes={own} />}
        {others > 0 && (
          <Text size="xs" c="dimmed">
            and {others} {others === 1 ? 'change' : 'changes'} of other flags or segments
          </Text>
        )}
        <ProblemAlert error={revert.error} title="It cannot be taken back" />
      </Stack>
      {mayEdit && (
        <Button
          variant="default"
          size="xs"
          onClick={() => revert.mutate(entry.id)}
          loading={revert.isPending}
        >
          Revert…
        </Button>
      )}
    </Group>
  );
}

/** Makes a draft that takes a change set back, and opens it. */
function useRevert(projectId: string) {
  const api = useApi();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (changeSetId: string) =>
      answerOf(
        api.POST('/api/projects/{projectId}/change-sets/{changeSetId}/revert', {
          params: { path: { projectId, changeSetId } },
        }),
      ),
    onSuccess: ({ id }) =>
      navigate({
        to: '/projects/$projectId/change-sets/$changeSetId',
        params: { projectId, changeSetId: id },
      }),
  });
}
