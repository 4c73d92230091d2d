import { Anchor, Container } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './empty-state.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <Container size="sm" py="xl" component="main">
      <EmptyState
        title="This page does not exist"
        action={
          <Anchor component={Link} to="/projects">
            All projects
          </Anchor>
        }
      >
        The address may be mistyped, or what it named may be deleted.
      </EmptyState>
    </Container>
  );
}
