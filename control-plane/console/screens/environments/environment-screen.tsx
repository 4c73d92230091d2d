import { Button, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { environmentQuery, type Usage, usageQuery } from './environment-queries.ts';
import { EnvironmentSettings } from './environment-settings.tsx';
import { ProtectionSettings } from './protection-settings.tsx';
import { useDeleteEnvironment } from './use-delete-environment.ts';

const route = getRouteApi('/projects/$projectId/environments/$environmentKey');

/** One environment: settings, protection, limits. */
export function EnvironmentScreen() {
  const { projectId, environmentKey } = route.useParams();
  const api = useApi();
  const environment = useQuery(environmentQuery(api, { projectId, environmentKey }));
  const usage = useQuery(usageQuery(api, { projectId, environmentKey }));
  const rights = useRights(projectId);
  // Protection and deletion are decided by admins of the whole project, not of the environment alone.
  const mayManage = rights.isAtLeast('admin');
  const remove = useDeleteEnvironment(projectId);
  return (
    <Page
      title={environment.data?.data.name ?? environmentKey}
      crumbs={[{ label: 'Environments', to: `/projects/${projectId}/environments` }]}
      actions={
        mayManage &&
        environment.data && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => environment.data && remove(environment.data, usage.data)}
          >
            Delete …
          </Button>
        )
      }
    >
      <QueryView query={environment} what="environment">
        {(tagged) => (
          <Stack>
            <EnvironmentSettings
              key={tagged.etag}
              projectId={projectId}
              tagged={tagged}
              mayManage={rights.isAtLeast('admin', environmentKey)}
            />
            <ProtectionSettings projectId={projectId} environmentKey={environmentKey} mayManage={mayManage} />
            <QueryView query={usage} what="limits">
              {(used) => <UsageCard usage={used} />}
            </QueryView>
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

const USAGE_LABELS: Readonly<Record<keyof Usage, string>> = {
  flags: 'Flags',
  segments: 'Segments',
  rules: 'Rules',
  conditions: 'Conditions',
  values: 'Values of conditions and members of segments',
  bytes: 'Bytes of a snapshot',
};

function UsageCard({ usage }: { readonly usage: Usage }) {
  const rows = Object.entries(usage) as [keyof Usage, Usage[keyof Usage]][];
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="usage">
      <Title order={2} size="h4" id="usage">
        Limits
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Edges hold the whole flag set of an environment in memory, so its size has limits.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {rows.map(([name, { used, limit }]) => (
          <div key={name}>
            <Text size="sm">
              {USAGE_LABELS[name]}: {used.toLocaleString()} of {limit.toLocaleString()}
            </Text>
            <Progress value={(used / limit) * 100} aria-label={USAGE_LABELS[name]} mt={4} />
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
