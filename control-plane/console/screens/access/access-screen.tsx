import { Button, Group, Menu, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { doneOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useRights } from '../../api/rights.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { type RoleGrant, roleGrantsQuery } from './role-grants.ts';

const route = getRouteApi('/projects/$projectId/access');

/** Who has which role in this project and its environments. */
export function AccessScreen() {
  const { projectId } = route.useParams();
  const query = useQuery(roleGrantsQuery(useApi(), projectId));
  const mayManage = useRights(projectId).isAtLeast('admin');
  /** `'new'`, or the grant that is being changed. */
  const [edited, setEdited] = useState<RoleGrant | 'new'>();
  const give = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      Give a role
    </Button>
  );
  return (
    <Page
      title="Access"
      intro="A viewer reads, an editor also changes flags, an admin also manages keys, environments and roles. Roles in the installation count here too; the highest one wins."
      actions={give}
    >
      <QueryView query={query} what="roles">
        {(grants) =>
          grants.length === 0 ? (
            <EmptyState title="No roles in this project" action={give}>
              Only people with a role in the installation have access.
            </EmptyState>
          ) : (
            <Stack>
              <Grants projectId={projectId} grants={grants} mayManage={mayManage} onEdit={setEdited} />
            </Stack>
          )
        }
      </QueryView>
      {edited !== undefined && (
        <GrantDialog
          projectId={projectId}
          {...(edited === 'new' ? {} : { grant: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}

interface GrantsProps {
  readonly projectId: string;
  readonly grants: readonly RoleGrant[];
  readonly mayManage: boolean;
  readonly onEdit: (grant: RoleGrant) => void;
}

function Grants({ projectId, grants, mayManage, onEdit }: GrantsProps) {
  const remove = useRemoveGrant(projectId);
  const columns: DataColumn<RoleGrant>[] = [
    {
      title: 'Name',
      cell: ({ userName, userKind }) => (userKind === 'service' ? `${userName} (service)` : userName),
    },
    { title: 'Where', cell: ({ environmentKey }) => environmentKey ?? 'whole project' },
    { title: 'Role', cell: ({ role }) => role },
    {
      title: 'Reads what users are like',
      cell: ({ role, rights }) => (role === 'admin' || rights.includes('contexts:read') ? 'yes' : 'no'),
    },
  ];
  if (mayManage) {
    columns.push({
      title: 'Actions',
      cell: (grant) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" size="compact-sm" aria-label={`Actions for ${grant.userName}`}>
              <IconDots size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onEdit(grant)}>Change …</Menu.Item>
            <Menu.Item color="red" onClick={() => remove(grant)}>
              Take away …
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    });
  }
  return (
    <Group>
      <DataTable label="Roles" columns={columns} rows={grants} keyOf={({ id }) => id} />
    </Group>
  );
}

function useRemoveGrant(projectId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: ({ userId, environmentKey }: RoleGrant) =>
      doneOf(
        environmentKey === null
          ? api.DELETE('/api/projects/{projectId}/roles/{userId}', {
              params: { path: { projectId, userId } },
            })
          : api.DELETE('/api/projects/{projectId}/environments/{environmentKey}/roles/{userId}', {
              params: { path: { projectId, environmentKey, userId } },
            }),
      ),
    onError: ({ message }) =>
      notifications.show({ color: 'red', title: 'The role was not taken away', message }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'roles') }),
  });
  return (grant: RoleGrant) =>
    confirmDestructive({
      title: `Take the role away from ${grant.userName}?`,
      children: `${grant.userName} is no longer ${grant.role} in ${grant.environmentKey ?? 'this project'}, at once. You can give the role again.`,
      confirmLabel: 'Take the role away',
      onConfirm: () => removal.mutate(grant),
    });
}
