import { Group, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionFrameProps {
  readonly title: string;
  /** What is here, for who sees it for the first time. */
  readonly intro?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A section of the page of a change set. */
export function Section({ title, intro, actions, children }: SectionFrameProps) {
  return (
    <Paper component="section" withBorder p="md" radius="md" aria-label={title}>
      <Group justify="space-between" align="flex-start" mb="sm" gap="xs">
        <div style={{ flex: '1 1 14rem', minWidth: 0 }}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {intro !== undefined && (
            <Text size="sm" c="dimmed" maw="70ch">
              {intro}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Paper>
  );
}
