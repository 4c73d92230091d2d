import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface NewSegmentDialogProps {
  readonly projectId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Creates an empty segment and opens it. */
export function NewSegmentDialog({ projectId, isOpen, onClose }: NewSegmentDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ initialValues: { key: '', name: '', description: '' } });
  const create = useMutation({
    mutationFn: (body: { readonly key: string; readonly name: string; readonly description: string }) =>
      answerOf(api.POST('/api/projects/{projectId}/segments', { params: { path: { projectId } }, body })),
    onSuccess: ({ key }) =>
      navigate({ to: '/projects/$projectId/segments/$segmentKey', params: { projectId, segmentKey: key } }),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'segments') }),
  });
  const problem = create.error instanceof ApiProblem ? create.error : null;
  const field = (name: 'key' | 'name' | 'description') => ({
    ...form.getInputProps(name),
    error: faultsAt(problem, name)[0],
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="New segment" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.isError && <ProblemAlert error={create.error} title="The segment was not created" />}
          <TextInput label="Name" required maxLength={200} data-autofocus {...field('name')} />
          <TextInput
            label="Key"
            description="Rules name it so. It cannot be changed later. Letters, digits, dots, hyphens and underscores."
            required
            maxLength={100}
            {...field('key')}
          />
          <Textarea label="Description" autosize maxLength={5000} {...field('description')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Create the segment
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
