import { Anchor, Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';

interface NoFlagsProps {
  readonly projectId: string;
  /** The button that creates a flag, if the person may. */
  readonly create?: ReactNode;
  /** Given if filters hide all flags: shows them. */
  readonly onClear?: () => void;
}

/** A list without flags, and what to do next. */
export function NoFlags({ projectId, create, onClear }: NoFlagsProps) {
  if (onClear !== undefined) {
    return (
      <EmptyState title="No flag matches" action={<Button onClick={onClear}>Show all flags</Button>}>
        Change the search or the filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No flags yet"
      action={
        <Stack gap="xs" align="center">
          {create}
          <Anchor component={Link} to={`/projects/${projectId}/connect`} size="sm">
            Connect an application
          </Anchor>
        </Stack>
      }
    >
      Make the first flag: it is off in every environment, so nothing changes for anyone. Then connect an
      application that asks for it.
    </EmptyState>
  );
}
