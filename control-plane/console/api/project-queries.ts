import { queryOptions } from '@tanstack/react-query';
import type { ManagementClient } from '../../../shared/management-client/management-client.ts';
import type { components } from '../../../shared/management-client/openapi.ts';
import { answerOf } from './api-problem.ts';
import { queryKeys } from './query-keys.ts';

export type Project = components['schemas']['Project'];
export type Environment = components['schemas']['Environment'];

/** All projects that the signed-in person may see. */
export function projectsQuery(api: ManagementClient) {
  return queryOptions({
    queryKey: queryKeys.projects,
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(api.GET('/api/projects', { params: { query: pageAfter(after) }, signal })),
      ),
  });
}

/** The environments of a project, by their sort order. */
export function environmentsQuery(api: ManagementClient, projectId: string) {
  return queryOptions({
    queryKey: queryKeys.resource(projectId, 'environments'),
    queryFn: ({ signal }) =>
      allPages((after) =>
        answerOf(
          api.GET('/api/projects/{projectId}/environments', {
            params: { path: { projectId }, query: pageAfter(after) },
            signal,
          }),
        ),
      ),
  });
}

/** A page of a list of the API. `next` is the value of `after` for the next page; null on the last one. */
interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const PAGE_SIZE = 100;
/** More are not read: a person cannot choose among them. */
const MAX_PAGES = 100;

export function pageAfter(after: string | undefined): { readonly limit: number; readonly after?: string } {
  return after === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, after };
}

/** Reads page after page. */
export async function allPages<T>(
  read: (after: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await read(after);
    items.push(...page.items);
    if (page.next === null) break;
    after = page.next;
  }
  return items;
}
