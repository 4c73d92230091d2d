import { Button, Group, NumberInput, Paper, Stack, TagsInput, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt, type Tagged } from '../../api/api-problem.ts';
import type { Environment } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface EnvironmentSettingsProps {
  readonly projectId: string;
  readonly tagged: Tagged<Environment>;
  readonly mayManage: boolean;
}

interface SettingsValues {
  readonly name: string;
  readonly sortOrder: number;
  readonly allowedOrigins: string[];
  readonly privateAttributes: string[];
}

/** Name, order, origins and private attributes of an environment. */
export function EnvironmentSettings({ projectId, tagged, mayManage }: EnvironmentSettingsProps) {
  const api = useApi();
  const queries = useQueryClient();
  const { name, sortOrder, allowedOrigins, privateAttributes, key: environmentKey } = tagged.data;
  const form = useForm<SettingsValues>({
    initialValues: {
      name,
      sortOrder,
      allowedOrigins: [...allowedOrigins],
      privateAttributes: [...privateAttributes],
    },
  });
  const save = useMutation({
    mutationFn: (body: SettingsValues) =>
      answerOf(
        api.PATCH('/api/projects/{projectId}/environments/{environmentKey}', {
          params: { path: { projectId, environmentKey }, header: { 'if-match': tagged.etag } },
          body,
        }),
      ),
    onSuccess: () => notifications.show({ message: 'The environment is saved.' }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'environments') }),
  });
  const problem = save.error instanceof ApiProblem ? save.error : null;
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-labelledby="settings">
      <Title order={2} size="h4" id="settings" mb="sm">
        Settings
      </Title>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <fieldset disabled={!mayManage} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <Stack>
            {save.isError && <ProblemAlert error={save.error} title="The settings were not saved" />}
            <SettingsFields form={form} problem={problem} />
            {mayManage && (
              <Group justify="flex-end">
                <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
                  Save
                </Button>
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
    </Paper>
  );
}

interface SettingsFieldsProps {
  readonly form: ReturnType<typeof useForm<SettingsValues>>;
  readonly problem: ApiProblem | null;
}

function SettingsFields({ form, problem }: SettingsFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        required
        maxLength={200}
        {...form.getInputProps('name')}
        error={faultsAt(problem, 'name')[0]}
      />
      <NumberInput
        label="Place in the order"
        description="Environments with lower numbers come first."
        allowDecimal={false}
        {...form.getInputProps('sortOrder')}
        error={faultsAt(problem, 'sortOrder')[0]}
      />
      <TagsInput
        label="Web pages that may use client keys"
        description="Origins: https://app.example.com, https://*.example.com for all subdomains, * for any. None: no browser may."
        maxTags={100}
        {...form.getInputProps('allowedOrigins')}
        error={faultsAt(problem, 'allowedOrigins')[0]}
      />
      <TagsInput
        label="Private attributes"
        description="Attributes of users that edges remove from events before they leave. a.b is a member of an object."
        maxTags={100}
        {...form.getInputProps('privateAttributes')}
        error={faultsAt(problem, 'privateAttributes')[0]}
      />
    </>
  );
}
