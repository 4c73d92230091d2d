import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  /** What belongs here, and what it is good for. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** What a list shows when nothing is in it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Paper withBorder p="xl" radius="md">
      <Stack align="center" gap="xs" ta="center">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed" maw="60ch">
          {children}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}
