import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

const FIRST_ENVIRONMENTS = [
  { key: 'staging', name: 'Staging', sortOrder: 0 },
  { key: 'production', name: 'Production', sortOrder: 1 },
];

/** Creates a project with the two environments that nearly everyone needs, and opens it. */
export function NewProjectDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { name: '', description: '' } });
  const create = useMutation({
    mutationFn: async (body: { readonly name: string; readonly description: string }) => {
      const { id: projectId } = await answerOf(api.POST('/api/projects', { body }));
      for (const environment of FIRST_ENVIRONMENTS) {
        const params = { path: { projectId } };
        await answerOf(api.POST('/api/projects/{projectId}/environments', { params, body: environment }));
      }
      return projectId;
    },
    onSuccess: (projectId) => navigate({ to: '/projects/$projectId/flags', params: { projectId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.projects }),
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="New project" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <ProblemAlert error={create.error} title="The project was not created" />}
          <TextInput
            label="Name"
            description="For people, such as the name of the product. It can be changed later."
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Textarea label="Description" autosize maxLength={5000} {...form.getInputProps('description')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create with staging and production
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
