import { ActionIcon, Tooltip } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/api-problem.ts';
import { queryKeys } from '../api/query-keys.ts';
import { INSTALLATION_PAGES, PROJECT_PAGES } from './navigation.ts';

const FOUND_FLAGS = 8;

/** Goes to any page or flag by a few letters: Ctrl+K, or Cmd+K on a Mac. */
export function CommandPalette({ projectId }: { readonly projectId?: string }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const flags = useFoundFlags(projectId, text);
  const pages = [...(projectId === undefined ? [] : PROJECT_PAGES), ...INSTALLATION_PAGES];
  const wanted = text.trim().toLowerCase();
  const found = pages.filter(({ label, about }) => `${label} ${about}`.toLowerCase().includes(wanted));
  const go = (to: string) => () => void navigate({ to });
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K', '/']}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search placeholder="Go to a page or a flag" aria-label="Go to a page or a flag" />
      <Spotlight.ActionsList>
        {found.length > 0 && (
          <Spotlight.ActionsGroup label="Pages">
            {found.map(({ label, to, about, icon: Icon }) => (
              <Spotlight.Action
                key={to}
                label={label}
                description={about}
                leftSection={<Icon size={18} aria-hidden />}
                onClick={go(to.replace('$projectId', projectId ?? ''))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {flags.length > 0 && (
          <Spotlight.ActionsGroup label="Flags">
            {flags.map(({ key, name }) => (
              <Spotlight.Action
                key={key}
                label={key}
                description={name}
                onClick={go(`/projects/${projectId}/flags/${encodeURIComponent(key)}`)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length + flags.length === 0 && <Spotlight.Empty>Nothing found</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useFoundFlags(projectId: string | undefined, text: string) {
  const api = useApi();
  const q = text.trim();
  const { data } = useQuery({
    queryKey: queryKeys.resource(projectId ?? '', 'flags', 'palette', q),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/flags', {
          params: { path: { projectId: projectId ?? '' }, query: { q, limit: FOUND_FLAGS } },
          signal,
        }),
      ),
    enabled: projectId !== undefined && q !== '',
  });
  return q === '' ? [] : (data?.items ?? []);
}

export function CommandPaletteButton() {
  return (
    <Tooltip label="Search (Ctrl+K)">
      <ActionIcon variant="default" size="lg" aria-label="Search pages and flags" onClick={spotlight.open}>
        <IconSearch size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
