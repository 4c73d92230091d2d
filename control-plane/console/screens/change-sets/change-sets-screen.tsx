import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMayEditAnywhere } from '../../editing/review/use-may-edit.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ChangeSetFilters } from './change-set-filters.tsx';
import { ChangeSetList } from './change-set-list.tsx';
import { type ChangeSetsSearch, changeSetFilter } from './change-sets-search.ts';
import { NewDraftDialog } from './new-draft-dialog.tsx';

const route = getRouteApi('/projects/$projectId/change-sets');

/** Drafts, reviews, rollouts and the history of a project. */
export function ChangeSetsScreen() {
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useMayEditAnywhere(projectId);
  const [isOpen, { open, close }] = useDisclosure(false);
  const create = mayEdit && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New draft
    </Button>
  );
  return (
    <Page
      title="Change sets"
      intro="A change set is a group of changes that is reviewed and published together. Those that are applied are the history of the project."
      actions={create}
    >
      <Stack>
        <ChangeSetFilters
          projectId={projectId}
          search={search}
          onChange={(changed) => void navigate({ search: changed, replace: true })}
        />
        <ChangeSetList
          projectId={projectId}
          filter={changeSetFilter(search)}
          empty={<NoChangeSets search={search} create={create} />}
        />
      </Stack>
      <NewDraftDialog projectId={projectId} isOpen={isOpen} onClose={close} />
    </Page>
  );
}

interface NoChangeSetsProps {
  readonly search: ChangeSetsSearch;
  readonly create: React.ReactNode;
}

function NoChangeSets({ search, create }: NoChangeSetsProps) {
  const isNarrowed = Object.keys(search).length > 0;
  if (isNarrowed) {
    return (
      <EmptyState title="Nothing fits">No change set passes these filters. Remove one of them.</EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has changed yet" action={create}>
      Every change of a flag or a segment shows here. Make a draft to publish several changes together.
    </EmptyState>
  );
}
