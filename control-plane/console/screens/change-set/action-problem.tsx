import { Alert, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { ApiProblem } from '../../api/api-problem.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface ActionProblemProps {
  readonly error: unknown;
  /** What was not done: "It was not published". */
  readonly title: string;
  /** What helps if the control plane refuses it because of the state of things. */
  readonly hint?: string;
}

/** Why an action was refused, and the next step. */
export function ActionProblem({ error, title, hint }: ActionProblemProps) {
  if (error === null || error === undefined) return null;
  const status = error instanceof ApiProblem ? error.status : 0;
  if (status === 412) {
    return (
      <Alert color="yellow" role="alert" icon={<IconRefresh aria-hidden />} title={title}>
        Somebody else changed this change set while you looked at it. The page shows it as it is now: read it
        again, then repeat what you wanted to do.
      </Alert>
    );
  }
  return (
    <>
      <ProblemAlert error={error} title={title} />
      {status === 409 && hint !== undefined && <Text size="sm">{hint}</Text>}
    </>
  );
}
