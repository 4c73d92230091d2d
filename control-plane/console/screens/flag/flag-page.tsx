import { Badge, Button, Group, Stack, Tabs } from '@mantine/core';
import { IconTestPipe } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Environment } from '../../api/project-queries.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { Page } from '../../ui/page.tsx';
import { EnvironmentChoice } from './environment-choice.tsx';
import type { FlagPlace, FlagRecord } from './flag-queries.ts';
import { FLAG_TABS, type FlagSearch, type FlagTab, shownEnvironments } from './flag-search.ts';
import { FlagTabContent } from './flag-tab-content.tsx';
import { UnsavedBar } from './unsaved-bar.tsx';
import { useFlagEdits } from './use-flag-edits.ts';
import type { SaveProblem } from './use-save.ts';

const route = getRouteApi('/projects/$projectId/flags/$flagKey');

const TAB_LABELS: Readonly<Record<FlagTab, string>> = {
  targeting: 'Targeting',
  variations: 'Variations',
  prerequisites: 'Prerequisites',
  settings: 'Settings',
  uses: 'Where it is used',
  history: 'History',
  evaluations: 'Evaluations',
};
/** Tabs that show one environment or several. */
const BY_ENVIRONMENT: readonly FlagTab[] = ['targeting', 'variations', 'prerequisites', 'evaluations'];

interface FlagPageProps {
  readonly place: FlagPlace;
  readonly read: { readonly flag: FlagRecord; readonly etag: string };
  readonly environments: readonly Environment[];
}

export function FlagPage({ place, read, environments }: FlagPageProps) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { flag } = read;
  const tab = search.tab ?? 'targeting';
  const keys = environments.map(({ key }) => key);
  const shown = shownEnvironments(search, keys);
  const edits = useFlagEdits(place, shown);
  const [saveProblem, setSaveProblem] = useState<SaveProblem>();
  const go = (change: Partial<FlagSearch>) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <Page
      title={flag.name}
      intro={flag.description === '' ? undefined : flag.description}
      crumbs={[{ label: 'Flags', to: `/projects/${place.projectId}/flags` }]}
      actions={<FlagFacts flag={flag} />}
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => go({ tab: FLAG_TABS.find((each) => each === value) ?? 'targeting' })}
      >
        <Tabs.List aria-label="Parts of the flag">
          {FLAG_TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {TAB_LABELS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Stack>
            {BY_ENVIRONMENT.includes(tab) && (
              <Group justify="space-between" align="flex-end">
                <EnvironmentChoice
                  environments={environments}
                  shown={shown}
                  onChange={(next) => go({ environment: next.join(',') })}
                />
                {tab !== 'evaluations' && (
                  <Button
                    variant="default"
                    leftSection={<IconTestPipe size={16} aria-hidden />}
                    aria-expanded={search.try === true}
                    onClick={() => go({ try: search.try !== true })}
                  >
                    Try it
                  </Button>
                )}
              </Group>
            )}
            <FlagTabContent
              {...{ place, read, environments, tab, shown, edits, saveProblem }}
              isTrying={search.try === true}
            />
          </Stack>
        </Tabs.Panel>
      </Tabs>
      <UnsavedBar place={place} edits={edits} onProblem={setSaveProblem} />
    </Page>
  );
}

function FlagFacts({ flag }: { readonly flag: FlagRecord }) {
  return (
    <>
      <Badge variant="default" tt="none">
        {flag.type}
      </Badge>
      {flag.archived && (
        <Badge color="gray" tt="none">
          archived
        </Badge>
      )}
      <Badge variant="default" tt="none" ff="monospace">
        {flag.key}
      </Badge>
      <CopyText value={flag.key} what="key" />
    </>
  );
}
