import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf, doneOf, type Tagged } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { type Protection, protectionQuery } from './environment-queries.ts';

interface ProtectionSettingsProps {
  readonly projectId: string;
  readonly environmentKey: string;
  readonly mayManage: boolean;
}

/** Whether changes of an environment need approvals, and whose. */
export function ProtectionSettings(props: ProtectionSettingsProps) {
  const { projectId, environmentKey } = props;
  const query = useQuery(protectionQuery(useApi(), { projectId, environmentKey }));
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="protection">
      <Title order={2} size="h4" id="protection">
        Protection
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        In a protected environment nothing changes for readers before other people have approved it. Authors
        never approve their own changes.
      </Text>
      <QueryView query={query} what="protection">
        {(tagged) => <ProtectionForm key={tagged?.etag ?? 'none'} {...props} tagged={tagged} />}
      </QueryView>
    </Paper>
  );
}

const APPROVER_ROLES = [
  { value: 'admin', label: 'Admins' },
  { value: 'editor', label: 'Editors and admins' },
  { value: 'viewer', label: 'Everybody with a role' },
];

interface ProtectionValues {
  readonly approvals: number;
  readonly approverRole: 'viewer' | 'editor' | 'admin' | null;
  readonly maySwitchOff: boolean;
  readonly reason: string;
}

function useProtectionActions(
  { projectId, environmentKey }: ProtectionSettingsProps,
  tagged: Tagged<Protection> | null,
) {
  const api = useApi();
  const queries = useQueryClient();
  const path = { projectId, environmentKey };
  const header = tagged === null ? {} : { 'if-match': tagged.etag };
  const onSettled = () =>
    queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'environments') });
  const save = useMutation({
    mutationFn: ({ reason, ...values }: ProtectionValues) =>
      answerOf(
        api.PUT('/api/projects/{projectId}/environments/{environmentKey}/protection', {
          params: { path, header },
          body: {
            ...values,
            approverIds: [...(tagged?.data.approverIds ?? [])],
            ...(reason === '' ? {} : { reason }),
          },
        }),
      ),
    onSuccess: () => notifications.show({ message: 'The environment is protected.' }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (reason: string) =>
      doneOf(
        api.DELETE('/api/projects/{projectId}/environments/{environmentKey}/protection', {
          params: { path, header, query: reason === '' ? {} : { reason } },
        }),
      ),
    onSuccess: () => notifications.show({ message: 'The environment is no longer protected.' }),
    onSettled,
  });
  return { save, remove };
}

function ProtectionForm(props: ProtectionSettingsProps & { readonly tagged: Tagged<Protection> | null }) {
  const { tagged, mayManage } = props;
  const { save, remove } = useProtectionActions(props, tagged);
  const form = useForm<ProtectionValues>({
    initialValues: {
      approvals: tagged?.data.approvals ?? 1,
      approverRole: tagged?.data.approverRole ?? 'admin',
      maySwitchOff: tagged?.data.maySwitchOff ?? true,
      reason: '',
    },
  });
  if (!mayManage && tagged === null) return <Text size="sm">Not protected.</Text>;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <fieldset disabled={!mayManage} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Stack>
          <ProblemAlert error={save.error ?? remove.error} title="The protection was not changed" />
          <Group align="flex-start">
            <NumberInput label="Approvals" min={1} max={10} required {...form.getInputProps('approvals')} />
            <Select label="Who may approve" data={APPROVER_ROLES} {...form.getInputProps('approverRole')} />
          </Group>
          <Checkbox
            label="Editors may switch a flag off without approval"
            description="For emergencies. It is marked in the history."
            {...form.getInputProps('maySwitchOff', { type: 'checkbox' })}
          />
          {mayManage && tagged !== null && (
            <TextInput
              label="Reason of the change"
              description="A protection changes only with a reason. It is kept in the audit log."
              maxLength={1000}
              {...form.getInputProps('reason')}
            />
          )}
          {mayManage && (
            <Group justify="flex-end">
              {tagged !== null && (
                <Button
                  variant="default"
                  loading={remove.isPending}
                  onClick={() => remove.mutate(form.values.reason)}
                >
                  End the protection
                </Button>
              )}
              <Button type="submit" loading={save.isPending}>
                {tagged === null ? 'Protect this environment' : 'Save'}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
