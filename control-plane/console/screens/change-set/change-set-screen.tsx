import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { type ChangeSet, changeSetQuery } from '../../api/change-set-queries.ts';
import { ChangeSetBadge } from '../../editing/review/change-set-badge.tsx';
import { isOpenState } from '../../editing/review/state-words.ts';
import { useMayEditAnywhere } from '../../editing/review/use-may-edit.ts';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { ApprovalsSection } from './approvals-section.tsx';
import { DiscardButton, RevertSection } from './change-set-actions.tsx';
import { DetailsSection } from './details-section.tsx';
import { DiffSection } from './diff-section.tsx';
import type { OpenedChangeSet, SectionProps } from './opened-change-set.ts';
import { OperationsSection } from './operations-section.tsx';
import { PreviewSection } from './preview-section.tsx';
import { ProblemsSection } from './problems-section.tsx';
import { ProgressView } from './progress-view.tsx';
import { PublishSection } from './publish-section.tsx';
import { RolloutProgress } from './rollout-progress.tsx';

const route = getRouteApi('/projects/$projectId/change-sets/$changeSetId');

/** One change set: its diff, its review, and its way to applications. */
export function ChangeSetScreen() {
  const path = route.useParams();
  const query = useQuery(changeSetQuery(useApi(), path));
  const mayEdit = useMayEditAnywhere(path.projectId);
  const changeSet = query.data?.data;
  const crumbs = [{ label: 'Change sets', to: `/projects/${path.projectId}/change-sets` }];
  const opened = query.data && { path, changeSet: query.data.data, etag: query.data.etag, mayEdit };
  return (
    <Page
      title={changeSet === undefined ? 'Change set' : titleOf(changeSet)}
      crumbs={crumbs}
      actions={
        opened && (
          <>
            <ChangeSetBadge changeSet={opened.changeSet} />
            <DiscardButton opened={opened} />
            <RevertSection opened={opened} />
          </>
        )
      }
    >
      <QueryView query={query} what="change set">
        {({ data, etag }) => (
          <ChangeSetBody key={data.id} opened={{ path, changeSet: data, etag, mayEdit }} />
        )}
      </QueryView>
    </Page>
  );
}

function titleOf({ name, number }: ChangeSet): string {
  const title = name === '' ? 'Change without a name' : name;
  return number === null ? title : `#${number} ${title}`;
}

function ChangeSetBody({ opened }: { readonly opened: OpenedChangeSet }) {
  const { origin, state, rolloutState } = opened.changeSet;
  const isOpen = isOpenState(state);
  const hasProgress = rolloutState !== null && rolloutState !== 'planned';
  return (
    <Stack>
      {origin === 'draft' && <ProgressView opened={opened} />}
      {isOpen && <ProblemsSection opened={opened} />}
      {hasProgress && <RolloutProgress opened={opened} />}
      <Grid>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <DiffSection opened={opened} />
            {isOpen && <PreviewSection opened={opened} />}
            <OperationsSection opened={opened} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <SideSections opened={opened} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function SideSections({ opened }: SectionProps) {
  const isOpen = isOpenState(opened.changeSet.state);
  return (
    <Stack>
      <DetailsSection opened={opened} />
      {isOpen && <ApprovalsSection opened={opened} />}
      {isOpen && <PublishSection opened={opened} />}
    </Stack>
  );
}
