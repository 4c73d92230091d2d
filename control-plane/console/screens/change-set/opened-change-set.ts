import { notifications } from '@mantine/notifications';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import type { ChangeSet, ChangeSetPath } from '../../api/change-set-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { type ChangeSetCalls, changeSetCalls } from './change-set-calls.ts';

/** The change set that a page shows, as it was read. */
export interface OpenedChangeSet {
  readonly path: ChangeSetPath;
  readonly changeSet: ChangeSet;
  /** The entity tag: what is sent is refused if somebody has edited it meanwhile. */
  readonly etag: string;
  /** Whether the person is an editor in the project or in one of its environments. */
  readonly mayEdit: boolean;
}

/** Props of the sections of the page. */
export interface SectionProps {
  readonly opened: OpenedChangeSet;
}

interface Action<Input, Result> {
  readonly run: (calls: ChangeSetCalls, input: Input) => Promise<Result>;
  /** What is said when it is done. */
  readonly done: string;
  readonly onDone?: (result: Result) => void;
}

/** Something to do with the change set of the page. Afterwards everything that it may have changed is read again. */
export function useAction<Input = void, Result = unknown>(
  { path, etag }: OpenedChangeSet,
  { run, done, onDone }: Action<Input, Result>,
): UseMutationResult<Result, Error, Input> {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => run(changeSetCalls(api, path, etag), input),
    onSuccess: (result) => {
      notifications.show({ message: done });
      onDone?.(result);
    },
    onSettled: () =>
      Promise.all(
        (['change-sets', 'flags', 'segments'] as const).map((kind) =>
          queries.invalidateQueries({ queryKey: queryKeys.resource(path.projectId, kind) }),
        ),
      ),
  });
}
