import { Anchor, Box, Breadcrumbs, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';

interface Crumb {
  readonly label: string;
  /** An address of the console. */
  readonly to: string;
}

interface PageProps {
  readonly title: string;
  /** What is on this page, in one sentence, for who sees it for the first time. */
  readonly intro?: ReactNode;
  /** The pages above this one. */
  readonly crumbs?: readonly Crumb[];
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the console: its heading, which is also the title of the browser's tab, and what is on it. */
export function Page({ title, intro, crumbs = [], actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Solid Fortnight`;
  }, [title]);
  return (
    <Box>
      {crumbs.length > 0 && (
        <Breadcrumbs mb="xs" separatorMargin={6}>
          {crumbs.map(({ label, to }) => (
            <Anchor key={to} component={Link} to={to} size="sm">
              {label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" mb="md" gap="sm">
        <Box miw={0} flex="1 1 20rem">
          <Title order={1} size="h2" id="page-title" tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {intro !== undefined && (
            <Text c="dimmed" maw="70ch" mt={4}>
              {intro}
            </Text>
          )}
        </Box>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Box>
  );
}
