import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
} from '@tanstack/react-query';
import type { ManagementClient } from '../../../../shared/management-client/management-client.ts';
import { answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { type FlagsSearch, type ListedFlag, listQuery } from './flags-search.ts';
import type { FlagStatus } from './serve-summary.ts';

/** The most that the API sends at once. */
export const FLAGS_PER_PAGE = 100;

export interface FlagsPage {
  readonly items: readonly ListedFlag[];
  readonly next: string | null;
}

export type LoadedFlags = InfiniteData<FlagsPage, string | undefined>;

/** Which loaded pages are in view. A change makes only those be read again; the others when they come into view. */
export interface PagesInView {
  first: number;
  last: number;
  /** The pages, by the cursor they begin at, that have not been read since a change. */
  readonly outdated: Set<unknown>;
}

const listKey = (projectId: string) => queryKeys.resource(projectId, 'flags', 'list');

interface FlagList {
  readonly projectId: string;
  readonly search: FlagsSearch;
  readonly inView: PagesInView;
}

/** The flags that the filters find, page after page by the cursor of the API. */
export function flagsQuery(api: ManagementClient, { projectId, search, inView }: FlagList) {
  const queryKey = [...listKey(projectId), search] as const;
  return infiniteQueryOptions({
    queryKey,
    queryFn: async ({ pageParam, signal, client }): Promise<FlagsPage> => {
      const after: string | undefined = pageParam;
      const kept = pageOutOfView(client.getQueryData<LoadedFlags>(queryKey), after, inView);
      if (kept !== undefined) {
        inView.outdated.add(after);
        return kept;
      }
      const query = {
        ...listQuery(search),
        limit: FLAGS_PER_PAGE,
        ...(after === undefined ? {} : { after }),
      };
      const page = await answerOf(
        api.GET('/api/projects/{projectId}/flags', { params: { path: { projectId }, query }, signal }),
      );
      inView.outdated.delete(after);
      return page;
    },
    initialPageParam: firstPage(),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

const firstPage = (): string | undefined => undefined;

/** A page that is loaded, and that nobody sees now. */
export function pageOutOfView(
  loaded: LoadedFlags | undefined,
  after: string | undefined,
  { first, last }: Pick<PagesInView, 'first' | 'last'>,
): FlagsPage | undefined {
  const index = loaded?.pageParams.indexOf(after) ?? -1;
  return index >= first && index <= last ? undefined : loaded?.pages[index];
}

/** Shows the state of a flag in an environment at once, in all lists that are loaded. */
export function showStatus(
  queries: QueryClient,
  projectId: string,
  flagKey: string,
  status: Pick<FlagStatus, 'environmentKey'> & Partial<FlagStatus>,
): void {
  queries.setQueriesData<LoadedFlags>({ queryKey: listKey(projectId) }, (loaded) =>
    loaded === undefined ? undefined : withStatus(loaded, flagKey, status),
  );
}

function withStatus(
  loaded: LoadedFlags,
  flagKey: string,
  status: Pick<FlagStatus, 'environmentKey'> & Partial<FlagStatus>,
): LoadedFlags {
  const pages = loaded.pages.map((page) => {
    if (!page.items.some(({ key }) => key === flagKey)) return page;
    const items = page.items.map((flag) =>
      flag.key === flagKey ? { ...flag, environments: replaced(flag.environments, status) } : flag,
    );
    return { ...page, items };
  });
  return { ...loaded, pages };
}

const replaced = (
  statuses: readonly FlagStatus[],
  status: Pick<FlagStatus, 'environmentKey'> & Partial<FlagStatus>,
): FlagStatus[] =>
  statuses.map((each) => (each.environmentKey === status.environmentKey ? { ...each, ...status } : each));
