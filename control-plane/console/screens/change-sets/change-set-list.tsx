import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { type ChangeSet, type ChangeSetFilter, changeSetsQuery } from '../../api/change-set-queries.ts';
import { ChangeSetBadge } from '../../editing/review/change-set-badge.tsx';
import { PersonName } from '../../editing/review/person-name.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';

interface ChangeSetListProps {
  readonly projectId: string;
  readonly filter: ChangeSetFilter;
  /** What is shown if the list is empty. */
  readonly empty: ReactNode;
}

/** Change sets, newest first. The next page is read when the end of the list is near. */
export function ChangeSetList({ projectId, filter, empty }: ChangeSetListProps) {
  const query = useInfiniteQuery(changeSetsQuery(useApi(), projectId, filter));
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const isNearEnd = entry?.isIntersecting === true;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return (
    <QueryView query={query} what="change sets">
      {({ pages }) => {
        const changeSets = pages.flatMap(({ items }) => items);
        if (changeSets.length === 0) return empty;
        return (
          <>
            <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {changeSets.map((changeSet) => (
                <ChangeSetRow key={changeSet.id} projectId={projectId} changeSet={changeSet} />
              ))}
            </Stack>
            {isFetchNextPageError && (
              <ProblemAlert error={query.error} title="Could not load more change sets" />
            )}
            <div ref={ref}>
              <LoadMore
                hasMore={hasNextPage}
                isLoading={isFetchingNextPage}
                onLoad={() => void fetchNextPage()}
              />
            </div>
          </>
        );
      }}
    </QueryView>
  );
}

interface ChangeSetRowProps {
  readonly projectId: string;
  readonly changeSet: ChangeSet;
}

function ChangeSetRow({ projectId, changeSet }: ChangeSetRowProps) {
  const { id, name, number, origin, createdBy, appliedBy, appliedAt, updatedAt, applyAt, state } = changeSet;
  const person = appliedBy ?? createdBy;
  return (
    <Paper component="li" withBorder p="sm" radius="md">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Anchor
          component={Link}
          to={`/projects/${projectId}/change-sets/${id}`}
          fw={600}
          style={{ overflowWrap: 'anywhere' }}
          miw={0}
        >
          {number === null ? '' : `#${number} `}
          {name === '' ? 'Without a name' : name}
        </Anchor>
        <ChangeSetBadge changeSet={changeSet} />
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {appliedAt === null ? 'by ' : 'applied by '}
        <PersonName userId={person} /> · <RelativeTime value={appliedAt ?? updatedAt} />
        {origin !== 'draft' && ` · ${ORIGINS[origin]}`}
        {applyAt !== null && appliedAt === null && state !== 'discarded' && (
          <>
            {' '}
            · to be published <RelativeTime value={applyAt} />
          </>
        )}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {placesText(changeSet)}
      </Text>
    </Paper>
  );
}

const ORIGINS: Readonly<Record<ChangeSet['origin'], string>> = {
  draft: 'a draft',
  direct: 'a direct change',
  environment: 'an environment was created or deleted',
  rollout: 'a step of a rollout',
  unrecorded: 'changed outside of the API',
};

const SHOWN_KEYS = 5;

function placesText({ flagKeys, segmentKeys, environmentKeys, operationCount }: ChangeSet): string {
  const places = [
    keysText('flag', flagKeys),
    keysText('segment', segmentKeys),
    environmentKeys.length === 0 ? '' : `in ${environmentKeys.join(', ')}`,
  ].filter((part) => part !== '');
  return places.length > 0 ? places.join(' · ') : `${operationCount} operations`;
}

function keysText(what: string, keys: readonly string[]): string {
  if (keys.length === 0) return '';
  const shown = keys.slice(0, SHOWN_KEYS).join(', ');
  const more = keys.length > SHOWN_KEYS ? ` and ${(keys.length - SHOWN_KEYS).toLocaleString()} more` : '';
  return `${what}${keys.length === 1 ? '' : 's'} ${shown}${more}`;
}
