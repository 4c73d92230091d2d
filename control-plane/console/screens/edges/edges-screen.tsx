import { Alert, Badge, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { readerProblems, readersQuery, type StreamReader, sortReaders } from './readers.ts';

const route = getRouteApi('/projects/$projectId/edges');

/** Edges and other readers of the streams of flags: who is connected, which version, where, since when, how far behind. */
export function EdgesScreen() {
  const { projectId } = route.useParams();
  const query = useQuery(readersQuery(useApi(), projectId));
  return (
    <Page
      title="Edges"
      intro="An edge holds the flags of its environments in memory and answers applications. Here is who reads this project's flags as they change: edges, and SDKs that evaluate themselves."
    >
      <QueryView query={query} what="edges">
        {(readers) =>
          readers.length === 0 ? (
            <EmptyState title="Nobody is connected">
              An edge connects with a relay key, an SDK with a server key. Both show here within seconds.
            </EmptyState>
          ) : (
            <Readers readers={sortReaders(readers)} />
          )
        }
      </QueryView>
    </Page>
  );
}

function Readers({ readers }: { readonly readers: readonly StreamReader[] }) {
  const troubled = readers.filter((reader) => readerProblems(reader).length > 0);
  const instances = new Set(readers.flatMap(({ instance }) => instance ?? []));
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure label="Instances" value={instances.size} />
        <Figure label="Open streams" value={readers.reduce((sum, { streams }) => sum + streams, 0)} />
        <Figure label="Behind, or without a feature" value={troubled.length} />
      </SimpleGrid>
      {troubled.length > 0 && (
        <Alert
          color="yellow"
          icon={<IconAlertTriangle aria-hidden />}
          title="Some do not have the newest flags"
        >
          A reader is behind for a moment after each change. If it stays behind, look at its logs and its
          network.
        </Alert>
      )}
      <DataTable label="Readers of flags" columns={COLUMNS} rows={readers} keyOf={({ id }) => id} />
    </Stack>
  );
}

const COLUMNS: readonly DataColumn<StreamReader>[] = [
  {
    title: 'Name',
    cell: ({ name, instance }) => <Named name={name ?? 'without a name'} detail={instance} />,
  },
  {
    title: 'Kind',
    cell: ({ kind, via }) => <Named name={kind ?? 'unknown'} detail={via && `behind ${via}`} />,
  },
  { title: 'Version', cell: ({ version }) => version ?? '–' },
  { title: 'Region', cell: ({ region }) => region ?? '–' },
  { title: 'Environment', cell: ({ environmentKey }) => environmentKey ?? 'keys of the project' },
  { title: 'State', cell: (reader) => <ReaderState reader={reader} /> },
  { title: 'Streams', cell: ({ streams }) => streams },
  { title: 'Connected', cell: ({ connectedAt }) => <RelativeTime value={connectedAt} /> },
  {
    title: 'Reported',
    cell: ({ reportedAt }) => (reportedAt === null ? '–' : <RelativeTime value={reportedAt} />),
  },
];

function Named({ name, detail }: { readonly name: string; readonly detail: string | null }) {
  return (
    <>
      <Text size="sm">{name}</Text>
      {detail !== null && detail !== '' && (
        <Text size="xs" c="dimmed">
          {detail}
        </Text>
      )}
    </>
  );
}

function ReaderState({ reader }: { readonly reader: StreamReader }) {
  const problems = readerProblems(reader);
  if (problems.length === 0)
    return (
      <Badge color="green" miw="max-content">
        up to date
      </Badge>
    );
  return (
    <Group gap={6}>
      {problems.map((problem) => (
        <Badge key={problem} color="yellow" tt="none" miw="max-content">
          {problem}
        </Badge>
      ))}
    </Group>
  );
}
