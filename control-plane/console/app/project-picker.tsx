import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { projectsQuery } from '../api/project-queries.ts';

const SHOWN_PROJECTS = 20;

/** Names the open project, and opens another one. */
export function ProjectPicker({ projectId }: { readonly projectId?: string }) {
  const { data: projects = [] } = useQuery(projectsQuery(useApi()));
  const current = projects.find(({ id }) => id === projectId);
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          maw={260}
          miw={0}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          <Text truncate inherit>
            {current?.name ?? 'Choose a project'}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {projects.slice(0, SHOWN_PROJECTS).map(({ id, name }) => (
          <Menu.Item key={id} component={Link} to={`/projects/${id}/flags`}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/projects">
          All projects
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
