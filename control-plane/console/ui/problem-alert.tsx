import { Alert, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiProblem } from '../api/api-problem.ts';

interface ProblemAlertProps {
  readonly error: unknown;
  /** What could not be done: "The flag could not be saved". */
  readonly title?: string;
  readonly onRetry?: () => void;
}

const SHOWN_FAULTS = 10;

/** Says what went wrong and what to do about it. It takes the focus of screen readers when it appears. */
export function ProblemAlert({ error, title = 'That did not work', onRetry }: ProblemAlertProps) {
  if (error === null || error === undefined) return null;
  const faults = error instanceof ApiProblem ? (error.problem?.errors ?? []) : [];
  const total = error instanceof ApiProblem ? (error.problem?.errorsTotal ?? faults.length) : 0;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      style={{ overflowWrap: 'anywhere' }}
    >
      <Text size="sm">{error instanceof Error ? error.message : 'The reason is not known.'}</Text>
      {faults.length > 0 && (
        <List size="sm" mt="xs">
          {faults.slice(0, SHOWN_FAULTS).map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>
              {path === '' ? '' : `${path}: `}
              {message}
            </List.Item>
          ))}
        </List>
      )}
      {total > SHOWN_FAULTS && (
        <Text size="sm" mt="xs">
          and {total - SHOWN_FAULTS} more
        </Text>
      )}
      {onRetry !== undefined && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
