import { Center, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  /** What is loaded, for the label of the spinner: "flags". */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** Shows what a query has loaded; until then a spinner, or why it did not load. Old data stays while it is read again. */
export function QueryView<T>({ query, what, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    const { error } = query;
    // To ask again does not give rights.
    const isForbidden = error instanceof ApiProblem && error.status === 403;
    return (
      <ProblemAlert
        error={error}
        title={isForbidden ? `You may not see the ${what}` : `Could not load the ${what}`}
        {...(isForbidden ? {} : { onRetry: () => void query.refetch() })}
      />
    );
  }
  return (
    <Center py="xl">
      <Loader aria-label={`Loading the ${what}`} />
    </Center>
  );
}
