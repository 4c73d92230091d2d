import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import type { components } from '../../../../shared/management-client/openapi.ts';
import { answerOf } from '../../api/api-problem.ts';
import { allPages, pageAfter } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type StreamReader = components['schemas']['Reader'];

/** Edges report every 15 s. */
const REFRESH_MS = 5_000;

/** Who reads the streams of a project. It is read again and again while the page is visible: readers are no part of the stream of changes. */
export function readersQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'readers'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/readers', {
            params: { path: { projectId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
    refetchInterval: REFRESH_MS,
  });
}

/** What is wrong with a reader, in words; none if nothing is. */
export function readerProblems(reader: StreamReader): readonly string[] {
  const behind = reader.versionsBehind ?? 0;
  return [
    ...(behind > 0 ? [`${behind} ${behind === 1 ? 'version' : 'versions'} behind`] : []),
    ...(reader.lacks.length > 0 ? [`lacks ${reader.lacks.join(', ')}`] : []),
  ];
}

/** What stands out comes first, then by environment and name. */
export function sortReaders(readers: readonly StreamReader[]): readonly StreamReader[] {
  const text = ({ environmentKey, name, instance }: StreamReader) => `${environmentKey} ${name} ${instance}`;
  return readers.toSorted(
    (one, other) =>
      Number(readerProblems(other).length > 0) - Number(readerProblems(one).length > 0) ||
      text(one).localeCompare(text(other)),
  );
}
