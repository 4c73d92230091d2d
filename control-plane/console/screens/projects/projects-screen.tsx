import { Anchor, Button, Card, SimpleGrid, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { type Project, projectsQuery } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';

/** All projects that the person may see. */
export function ProjectsScreen() {
  const query = useQuery(projectsQuery(useApi()));
  const mayCreate = useRights().isInstallation('admin');
  const [isOpen, { open, close }] = useDisclosure(false);
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New project
    </Button>
  );
  return (
    <Page
      title="Projects"
      intro="A project holds the flags of one product, with their settings in each environment."
      actions={create}
    >
      <QueryView query={query} what="projects">
        {(projects) =>
          projects.length === 0 ? (
            <EmptyState title="No projects yet" action={create}>
              {mayCreate
                ? 'Create the first one: it needs only a name.'
                : 'You have no role in a project. An admin can give you one.'}
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {projects.map((project) => (
                <ProjectCard key={project.id} project={project} />
              ))}
            </SimpleGrid>
          )
        }
      </QueryView>
      <NewProjectDialog isOpen={isOpen} onClose={close} />
    </Page>
  );
}

function ProjectCard({ project }: { readonly project: Project }) {
  return (
    <Card withBorder>
      <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
        <Anchor component={Link} to={`/projects/${project.id}/flags`} inherit>
          {project.name}
        </Anchor>
      </Title>
      {project.description !== '' && (
        <Text size="sm" mt={4} lineClamp={3}>
          {project.description}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="xs">
        {'Created '}
        <RelativeTime value={project.createdAt} />
      </Text>
    </Card>
  );
}
