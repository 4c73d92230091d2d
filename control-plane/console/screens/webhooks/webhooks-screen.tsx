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
import { NewWebhookDialog } from './new-webhook-dialog.tsx';
import { type Webhook, webhooksQuery } from './webhook-queries.ts';
import { WebhookStateBadge } from './webhook-state.tsx';

const route = getRouteApi('/projects/$projectId/webhooks');

/** Addresses that are told what happens in a project. */
export function WebhooksScreen() {
  const { projectId } = route.useParams();
  const mayManage = useRights(projectId).isAtLeast('admin');
  const query = useQuery(webhooksQuery(useApi(), projectId));
  const [isOpen, { open, close }] = useDisclosure(false);
  const create = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New webhook
    </Button>
  );
  const columns: DataColumn<Webhook>[] = [
    {
      title: 'Address',
      cell: ({ id, url }) => (
        <Anchor
          component={Link}
          to={`/projects/${projectId}/webhooks/${id}`}
          style={{ overflowWrap: 'anywhere' }}
        >
          {url}
        </Anchor>
      ),
    },
    { title: 'State', cell: (webhook) => <WebhookStateBadge webhook={webhook} /> },
    { title: 'Events', cell: ({ eventTypes }) => (eventTypes.length === 0 ? 'all' : eventTypes.join(', ')) },
    { title: 'Created', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
  ];
  return (
    <Page
      title="Webhooks"
      intro="A webhook tells another system, such as a chat or a deployment, when something happens in this project. What cannot be delivered is tried again for three days."
      actions={create}
    >
      <QueryView query={query} what="webhooks">
        {(webhooks) =>
          webhooks.length === 0 ? (
            <EmptyState title="No webhooks yet" action={create}>
              Admins of the project add addresses here.
            </EmptyState>
          ) : (
            <DataTable label="Webhooks" columns={columns} rows={webhooks} keyOf={({ id }) => id} />
          )
        }
      </QueryView>
      <NewWebhookDialog projectId={projectId} isOpen={isOpen} onClose={close} />
    </Page>
  );
}
