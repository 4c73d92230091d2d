import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { environmentsQuery } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { type RoleName, useRights } from '../../api/rights.ts';
import { usersQuery } from '../../api/users.ts';
import { MountedModal } from '../../ui/mounted-modal.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import type { RoleGrant } from './role-grants.ts';

interface GrantDialogProps {
  readonly projectId: string;
  /** The role to change; absent: a new one. */
  readonly grant?: RoleGrant;
  readonly onClose: () => void;
}

interface GrantValues {
  readonly userId: string;
  /** null: in the whole project. */
  readonly environmentKey: string | null;
  readonly role: RoleName;
  readonly readsContexts: boolean;
  readonly reason: string;
}

const ROLES = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'editor', label: 'Editor: also changes flags' },
  { value: 'admin', label: 'Admin: also manages' },
];

/** Gives a role, or changes one. */
export function GrantDialog({ projectId, grant, onClose }: GrantDialogProps) {
  const form = useForm<GrantValues>({
    initialValues: {
      userId: grant?.userId ?? '',
      environmentKey: grant?.environmentKey ?? null,
      role: grant?.role ?? 'viewer',
      readsContexts: grant?.rights.includes('contexts:read') ?? false,
      reason: '',
    },
  });
  const give = useGiveRole(projectId, onClose);
  return (
    <MountedModal
      onClose={onClose}
      title={grant === undefined ? 'Give a role' : `Role of ${grant.userName}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit((values) => give.mutate(values))}>
        <Stack>
          {give.isError && <ProblemAlert error={give.error} title="The role was not given" />}
          {grant === undefined && <Grantee projectId={projectId} form={form} />}
          <Select label="Role" data={ROLES} allowDeselect={false} {...form.getInputProps('role')} />
          <Checkbox
            label="May read what users are like"
            description="Attributes, keys and values of users that were recorded. Each reading is in the audit log. Admins always may."
            {...form.getInputProps('readsContexts', { type: 'checkbox' })}
          />
          <TextInput
            label="Reason"
            description="Needed where the environment is protected."
            maxLength={1000}
            {...form.getInputProps('reason')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={give.isPending} disabled={form.values.userId === ''}>
              {grant === undefined ? 'Give the role' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </MountedModal>
  );
}

/** Admins of the installation choose a user by name; others have no list of users, and paste the id that `Your account` shows. */
function Grantee({
  projectId,
  form,
}: {
  readonly projectId: string;
  readonly form: ReturnType<typeof useForm<GrantValues>>;
}) {
  const api = useApi();
  const mayList = useRights().isInstallation('admin');
  const { data: users = [] } = useQuery({ ...usersQuery(api), enabled: mayList });
  const { data: environments = [] } = useQuery(environmentsQuery(api, projectId));
  return (
    <>
      {mayList ? (
        <Select
          label="Who"
          searchable
          required
          data={users.map(({ id, name, email }) => ({
            value: id,
            label: email === null ? name : `${name} (${email})`,
          }))}
          {...form.getInputProps('userId')}
        />
      ) : (
        <TextInput
          label="Id of the user"
          description="The person finds it under Your account."
          required
          {...form.getInputProps('userId')}
        />
      )}
      <Select
        label="Where"
        placeholder="In the whole project"
        clearable
        data={environments.map(({ key, name }) => ({ value: key, label: `In ${name}` }))}
        {...form.getInputProps('environmentKey')}
      />
    </>
  );
}

function useGiveRole(projectId: string, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, environmentKey, role, readsContexts, reason }: GrantValues) => {
      const body = {
        role,
        rights: readsContexts ? ['contexts:read' as const] : [],
        ...(reason === '' ? {} : { reason }),
      };
      return answerOf(
        environmentKey === null
          ? api.PUT('/api/projects/{projectId}/roles/{userId}', {
              params: { path: { projectId, userId } },
              body,
            })
          : api.PUT('/api/projects/{projectId}/environments/{environmentKey}/roles/{userId}', {
              params: { path: { projectId, environmentKey, userId } },
              body,
            }),
      );
    },
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'roles') }),
  });
}
