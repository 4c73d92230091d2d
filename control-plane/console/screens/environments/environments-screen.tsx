import { Anchor, Button, Card, Group, SimpleGrid, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsDiff, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { type Environment, environmentsQuery } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { NewEnvironmentDialog } from './new-environment-dialog.tsx';
import { ProtectionBadge } from './protection-badge.tsx';

const route = getRouteApi('/projects/$projectId/environments');

/** The environments of a project, in their order. */
export function EnvironmentsScreen() {
  const { projectId } = route.useParams();
  const query = useQuery(environmentsQuery(useApi(), projectId));
  const mayManage = useRights(projectId).isAtLeast('admin');
  const [isOpen, { open, close }] = useDisclosure(false);
  const create = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New environment
    </Button>
  );
  return (
    <Page
      title="Environments"
      intro="Each environment has its own settings of every flag. The order is the way of a release: what was tried in one is promoted to the next."
      actions={
        <>
          <Button
            variant="default"
            component={Link}
            to={`/projects/${projectId}/compare`}
            leftSection={<IconArrowsDiff size={16} aria-hidden />}
          >
            Compare and promote
          </Button>
          {create}
        </>
      }
    >
      <QueryView query={query} what="environments">
        {(environments) =>
          environments.length === 0 ? (
            <EmptyState title="No environments yet" action={create}>
              Most projects begin with one for trying out and one for customers.
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {environments.map((environment) => (
                <EnvironmentCard key={environment.id} projectId={projectId} environment={environment} />
              ))}
            </SimpleGrid>
          )
        }
      </QueryView>
      <NewEnvironmentDialog
        projectId={projectId}
        isOpen={isOpen}
        onClose={close}
        after={query.data?.at(-1)}
      />
    </Page>
  );
}

function EnvironmentCard({
  projectId,
  environment,
}: {
  readonly projectId: string;
  readonly environment: Environment;
}) {
  const { key, name, version, privateAttributes, allowedOrigins } = environment;
  const origins = allowedOrigins.includes('*') ? 'any' : allowedOrigins.join(', ') || 'none';
  return (
    <Card withBorder>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
          <Anchor component={Link} to={`/projects/${projectId}/environments/${key}`} inherit>
            {name}
          </Anchor>
        </Title>
        <ProtectionBadge projectId={projectId} environmentKey={key} />
      </Group>
      <Text size="sm" c="dimmed">
        <code>{key}</code> · version {version.toLocaleString()}
      </Text>
      <Text size="sm" mt="xs">
        Web pages that may use client keys: {origins}
      </Text>
      <Text size="sm">Private attributes: {privateAttributes.join(', ') || 'none'}</Text>
    </Card>
  );
}
