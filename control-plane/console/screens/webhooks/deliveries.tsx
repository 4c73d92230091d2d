import { Badge, Button, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { useRedelivery } from './webhook-actions.ts';
import { deliveriesQuery, type WebhookDelivery } from './webhook-queries.ts';

interface DeliveriesProps {
  readonly projectId: string;
  readonly webhookId: string;
  readonly mayManage: boolean;
}

const COLORS = { pending: 'yellow', delivered: 'green', failed: 'red' } as const;

/** The newest deliveries of a webhook, and what became of them. */
export function Deliveries({ projectId, webhookId, mayManage }: DeliveriesProps) {
  const query = useQuery(deliveriesQuery(useApi(), { projectId, webhookId }));
  const { redeliver } = useRedelivery(projectId, webhookId);
  const columns: DataColumn<WebhookDelivery>[] = [
    { title: 'Event', cell: ({ eventType }) => eventType },
    {
      title: 'State',
      cell: ({ state }) => (
        <Badge color={COLORS[state]} miw="max-content">
          {state}
        </Badge>
      ),
    },
    { title: 'Created', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    { title: 'Attempts', cell: ({ attempts }) => attempts },
    { title: 'Answer', cell: answerText },
    {
      title: 'Next attempt',
      cell: ({ nextAttemptAt }) => (nextAttemptAt === null ? '–' : <RelativeTime value={nextAttemptAt} />),
    },
  ];
  if (mayManage) {
    columns.push({
      title: 'Actions',
      cell: ({ id, state }) =>
        state !== 'pending' && (
          <Button size="compact-sm" variant="default" onClick={() => redeliver.mutate(id)}>
            Send again
          </Button>
        ),
    });
  }
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="deliveries">
      <Title order={2} size="h4" id="deliveries" mb="sm">
        Deliveries
      </Title>
      <QueryView query={query} what="deliveries">
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">Nothing was sent yet.</Text>
          ) : (
            <DataTable label="Deliveries" columns={columns} rows={items} keyOf={({ id }) => id} />
          )
        }
      </QueryView>
    </Paper>
  );
}

function answerText({ lastStatus, lastError, lastDurationMs }: WebhookDelivery): string {
  const took = lastDurationMs === null ? '' : ` in ${lastDurationMs} ms`;
  if (lastError !== null) return `${lastError}${took}`;
  return lastStatus === null ? '–' : `${lastStatus}${took}`;
}
