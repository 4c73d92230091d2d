import { Anchor, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { NewSegmentDialog } from './new-segment-dialog.tsx';
import { type SegmentSummary, segmentsQuery } from './segment-queries.ts';

const route = getRouteApi('/projects/$projectId/segments');

/** Groups of users that rules of flags name. */
export function SegmentsScreen() {
  const { projectId } = route.useParams();
  const query = useQuery(segmentsQuery(useApi(), projectId));
  const mayEdit = useRights(projectId).isAtLeast('editor');
  const [isOpen, { open, close }] = useDisclosure(false);
  const create = mayEdit && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New segment
    </Button>
  );
  const columns: DataColumn<SegmentSummary>[] = [
    {
      title: 'Segment',
      cell: ({ key, name }) => (
        <Anchor component={Link} to={`/projects/${projectId}/segments/${encodeURIComponent(key)}`}>
          {name}
        </Anchor>
      ),
    },
    { title: 'Key', cell: ({ key }) => <code>{key}</code> },
    { title: 'Description', cell: ({ description }) => description },
    { title: 'Changed', cell: ({ updatedAt }) => <RelativeTime value={updatedAt} /> },
  ];
  return (
    <Page
      title="Segments"
      intro="A segment is a named group of users, such as beta testers. Rules of many flags can name it; a change of the segment changes them all."
      actions={create}
    >
      <QueryView query={query} what="segments">
        {(segments) =>
          segments.length === 0 ? (
            <EmptyState title="No segments yet" action={create}>
              Make one when several flags are for the same people.
            </EmptyState>
          ) : (
            <DataTable label="Segments" columns={columns} rows={segments} keyOf={({ id }) => id} />
          )
        }
      </QueryView>
      <NewSegmentDialog projectId={projectId} isOpen={isOpen} onClose={close} />
    </Page>
  );
}
