import { Container } from '@mantine/core';
import { ProblemAlert } from './problem-alert.tsx';

interface RouteErrorProps {
  readonly error: unknown;
  readonly reset: () => void;
}

/** What is shown where a page fails. */
export function RouteError({ error, reset }: RouteErrorProps) {
  return (
    <Container size="sm" py="xl" component="main">
      <ProblemAlert error={error} title="This page failed" onRetry={reset} />
    </Container>
  );
}
