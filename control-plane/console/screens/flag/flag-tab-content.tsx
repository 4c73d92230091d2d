import { Grid, SimpleGrid } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { faultsAt } from '../../api/api-problem.ts';
import type { Environment } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';
import { EnvironmentCard } from './environment-card.tsx';
import type { FlagPlace, FlagRecord } from './flag-queries.ts';
import type { FlagTab } from './flag-search.ts';
import { PrerequisitesPart } from './prerequisites-part.tsx';
import { TargetingPart } from './targeting-part.tsx';
import type { EnvironmentEdits } from './use-flag-edits.ts';
import type { SaveProblem } from './use-save.ts';
import { VariationsPart } from './variations-part.tsx';

const SettingsTab = lazy(async () => ({ default: (await import('./settings-tab.tsx')).SettingsTab }));
const UsesTab = lazy(async () => ({ default: (await import('./uses-tab.tsx')).UsesTab }));
const HistoryTab = lazy(async () => ({ default: (await import('./history-tab.tsx')).HistoryTab }));
const EvaluationsTab = lazy(async () => ({
  default: (await import('./evaluations-tab.tsx')).EvaluationsTab,
}));
const TryPanel = lazy(async () => ({ default: (await import('./try-it/try-panel.tsx')).TryPanel }));

interface FlagTabContentProps {
  readonly place: FlagPlace;
  readonly read: { readonly flag: FlagRecord; readonly etag: string };
  readonly environments: readonly Environment[];
  readonly tab: FlagTab;
  readonly shown: readonly string[];
  readonly edits: readonly EnvironmentEdits[];
  readonly saveProblem: SaveProblem | undefined;
  readonly isTrying: boolean;
}

/** What a tab of the page of a flag shows. */
export function FlagTabContent(props: FlagTabContentProps) {
  const { place, read, environments, tab, shown } = props;
  switch (tab) {
    case 'targeting':
    case 'variations':
    case 'prerequisites':
      return <ConfigurationTab {...props} tab={tab} />;
    case 'settings':
      return loaded(<SettingsTab place={place} read={read} />);
    case 'uses':
      return loaded(<UsesTab place={place} environments={environments} />);
    case 'history':
      return loaded(<HistoryTab place={place} />);
    case 'evaluations':
      return loaded(
        <EvaluationsTab place={place} environments={environments.filter(({ key }) => shown.includes(key))} />,
      );
  }
}

const loaded = (content: ReactNode) => <Suspense>{content}</Suspense>;

function ConfigurationTab(
  props: FlagTabContentProps & { readonly tab: 'targeting' | 'variations' | 'prerequisites' },
) {
  const { place, read, environments, shown, edits, isTrying } = props;
  const columns = { base: 1, lg: Math.min(isTrying ? 1 : 3, shown.length) };
  const cards = (
    <SimpleGrid cols={columns} spacing="md">
      {shown.map((key) => (
        <EnvironmentTab key={key} {...props} environmentKey={key} />
      ))}
    </SimpleGrid>
  );
  if (!isTrying) return cards;
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 7 }}>{cards}</Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        {loaded(
          <TryPanel place={place} flag={read.flag} environments={environments} shown={shown} edits={edits} />,
        )}
      </Grid.Col>
    </Grid>
  );
}

const PARTS = { targeting: TargetingPart, variations: VariationsPart, prerequisites: PrerequisitesPart };

function EnvironmentTab({
  place,
  read,
  environments,
  tab,
  edits,
  saveProblem,
  environmentKey,
}: FlagTabContentProps & { readonly tab: keyof typeof PARTS; readonly environmentKey: string }) {
  const rights = useRights(place.projectId);
  const own = edits.find((each) => each.environmentKey === environmentKey);
  const name = environments.find(({ key }) => key === environmentKey)?.name ?? environmentKey;
  if (own === undefined) return null;
  const problem = saveProblem?.byEnvironment.get(environmentKey);
  const isReadOnly = read.flag.archived || !rights.isAtLeast('editor', environmentKey);
  const Part = PARTS[tab];
  return (
    <EnvironmentCard projectId={place.projectId} name={name} edits={own} isReadOnly={isReadOnly}>
      {(session) => (
        <Part
          place={place}
          flag={read.flag}
          environmentKey={environmentKey}
          configuration={session.edited}
          onEdit={own.edit}
          faultsOf={(path) => faultsAt(problem, path)}
          isReadOnly={isReadOnly}
        />
      )}
    </EnvironmentCard>
  );
}
