import { Button } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useReducer, useRef } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { environmentsQuery } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { FlagCards } from './flag-cards.tsx';
import { type FilterPatch, FlagFilters } from './flag-filters.tsx';
import { FLAGS_PER_PAGE, flagsQuery, type PagesInView } from './flag-queries.ts';
import { type FlagsSearch, filterCount, flagsSearch, type ListedFlag } from './flags-search.ts';
import { FlagsTable } from './flags-table.tsx';
import { NewFlagDialog } from './new-flag-dialog.tsx';
import { NoFlags } from './no-flags.tsx';
import { NOTHING_SELECTED, nextSelection, type Selection, type SelectionEvent } from './selection.ts';
import { useFlagSwitch } from './use-flag-switch.tsx';

const route = getRouteApi('/projects/$projectId/flags');

/** All flags of a project, with a switch for each environment. */
export function FlagsScreen() {
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayCreate = useRights(projectId).isAtLeast('editor');
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New flag
    </Button>
  );
  return (
    <Page
      title="Flags"
      intro="A flag decides at run time what your application does. In each environment it is on or off, and its rules say who gets which value."
      actions={create}
    >
      <FlagList key={projectId} projectId={projectId} search={search} create={create} />
      {isOpen && <NewFlagDialog projectId={projectId} onClose={close} />}
    </Page>
  );
}

interface FlagListProps {
  readonly projectId: string;
  readonly search: FlagsSearch;
  readonly create: React.ReactNode;
}

function FlagList({ projectId, search, create }: FlagListProps) {
  const { query, flags, onView } = useFlags(projectId, search);
  const { data: environments = [] } = useQuery(environmentsQuery(useApi(), projectId));
  const environmentKeys = useMemo(() => environments.map(({ key }) => key), [environments]);
  const { onChange, onClear } = useFilters();
  const { selection, select, context } = useRows(projectId, flags, environmentKeys);
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const List = isNarrow ? FlagCards : FlagsTable;
  const isFiltered = search.q !== undefined || filterCount(search) > 0;
  return (
    <QueryView query={query} what="flags">
      {() =>
        flags.length === 0 && !isFiltered ? (
          <NoFlags projectId={projectId} create={create} />
        ) : (
          <>
            <FlagFilters {...{ projectId, search, onChange, onClear, environmentKeys, flags }} />
            <BulkBar
              {...{ projectId, search, flags, selection, environmentKeys }}
              hasMore={query.hasNextPage}
              onSelect={select}
            />
            {flags.length === 0 ? (
              <NoFlags projectId={projectId} onClear={onClear} />
            ) : (
              <List
                {...{ flags, environmentKeys, selection, context, onView }}
                hasMore={query.hasNextPage}
                onSelectAll={(isSelected) => select({ kind: 'all', isSelected })}
              />
            )}
          </>
        )
      }
    </QueryView>
  );
}

function useFlags(projectId: string, search: FlagsSearch) {
  const api = useApi();
  const inView = useRef<PagesInView>({ first: 0, last: 0, outdated: new Set() });
  const query = useInfiniteQuery(flagsQuery(api, { projectId, search, inView: inView.current }));
  const { data, hasNextPage, isFetching, isError, fetchNextPage, refetch } = query;
  const flags = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const loaded = useRef({ flags, pageParams: data?.pageParams ?? [] });
  loaded.current = { flags, pageParams: data?.pageParams ?? [] };
  const onView = useCallback(
    (first: number, last: number) => {
      const pages = { first: pageOf(first), last: pageOf(last) };
      Object.assign(inView.current, pages);
      const shown = loaded.current.pageParams.slice(pages.first, pages.last + 1);
      if (isFetching || isError) return;
      if (shown.some((after) => inView.current.outdated.has(after))) void refetch();
      else if (hasNextPage && last >= loaded.current.flags.length - LOAD_AHEAD) void fetchNextPage();
    },
    [hasNextPage, isFetching, isError, fetchNextPage, refetch],
  );
  return { query, flags, onView };
}

const LOAD_AHEAD = 50;
const pageOf = (row: number): number => Math.floor(row / FLAGS_PER_PAGE);

function useFilters() {
  const navigate = route.useNavigate();
  const onChange = useCallback(
    (patch: FilterPatch) =>
      void navigate({ search: (before) => flagsSearch({ ...before, ...patch }), replace: true }),
    [navigate],
  );
  const onClear = useCallback(() => void navigate({ search: {} }), [navigate]);
  return { onChange, onClear };
}

function useRows(projectId: string, flags: readonly ListedFlag[], environmentKeys: readonly string[]) {
  const keys = useRef<readonly string[]>([]);
  keys.current = useMemo(() => flags.map(({ key }) => key), [flags]);
  const [selection, select] = useReducer(
    (before: Selection, event: SelectionEvent) => nextSelection(before, event, keys.current),
    NOTHING_SELECTED,
  );
  const rights = useRights(projectId);
  const onSwitch = useFlagSwitch(projectId);
  const navigate = route.useNavigate();
  // A text, so that the rows are drawn again only if the rights are others.
  const switchable = environmentKeys.filter((key) => rights.isAtLeast('editor', key)).join(' ');
  const context = useMemo(
    () => ({
      projectId,
      maySelect: switchable !== '',
      maySwitch: (environmentKey: string) => switchable.split(' ').includes(environmentKey),
      onSelect: (index: number, isRange: boolean) => select({ kind: 'toggle', index, isRange }),
      onSwitch,
      onOpen: (flagKey: string) =>
        void navigate({ to: '/projects/$projectId/flags/$flagKey', params: { projectId, flagKey } }),
    }),
    [projectId, switchable, onSwitch, navigate],
  );
  return { selection, select, context };
}
