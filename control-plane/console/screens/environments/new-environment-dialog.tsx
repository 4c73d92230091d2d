import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt } from '../../api/api-problem.ts';
import type { Environment } from '../../api/project-queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface NewEnvironmentDialogProps {
  readonly projectId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The environment that the new one follows. */
  readonly after: Environment | undefined;
}

/** Creates an environment. Every flag starts off in it. */
export function NewEnvironmentDialog({ projectId, isOpen, onClose, after }: NewEnvironmentDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { key: '', name: '' } });
  const create = useMutation({
    mutationFn: (values: { readonly key: string; readonly name: string }) =>
      answerOf(
        api.POST('/api/projects/{projectId}/environments', {
          params: { path: { projectId } },
          body: { ...values, sortOrder: (after?.sortOrder ?? -1) + 1 },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'environments') });
      form.reset();
      onClose();
    },
  });
  const problem = create.error instanceof ApiProblem ? create.error : null;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="New environment"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <ProblemAlert error={create.error} title="The environment was not created" />}
          <TextInput
            label="Name"
            required
            maxLength={200}
            data-autofocus
            {...form.getInputProps('name')}
            error={faultsAt(problem, 'name')[0]}
          />
          <TextInput
            label="Key"
            description="Programs name it so. It cannot be changed later. Letters, digits, dots, hyphens and underscores."
            required
            maxLength={100}
            {...form.getInputProps('key')}
            error={faultsAt(problem, 'key')[0]}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the environment
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
