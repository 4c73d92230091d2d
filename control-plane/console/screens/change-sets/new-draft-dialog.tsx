import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf, faultsAt } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';

interface NewDraftDialogProps {
  readonly projectId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Creates an empty draft and opens it. */
export function NewDraftDialog({ isOpen, onClose, ...rest }: NewDraftDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="New draft">
      {isOpen && <NewDraftForm {...rest} onClose={onClose} />}
    </Modal>
  );
}

function NewDraftForm({ projectId, onClose }: Omit<NewDraftDialogProps, 'isOpen'>) {
  const create = useCreateDraft(projectId);
  const form = useForm({
    initialValues: { name: '', description: '' },
    validate: { name: (name) => (name.trim() === '' ? 'Give it a name.' : null) },
  });
  const problem = create.error instanceof ApiProblem ? create.error : null;
  const faults = (path: string) => faultsAt(problem, path).join(' ') || undefined;
  const hasPlace = ['name', 'description'].some((path) => faults(path) !== undefined);
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack>
        <Text size="sm">
          A draft gathers changes of flags and segments. Nobody gets them before it is published, all at once.
          Add changes to it on the pages of flags and segments.
        </Text>
        <TextInput
          label="Name"
          placeholder="New checkout for premium customers"
          data-autofocus
          required
          {...form.getInputProps('name')}
          error={form.errors.name ?? faults('name')}
        />
        <Textarea
          label="Description"
          description="Why it is changed, and what reviewers should look at."
          autosize
          minRows={3}
          maxRows={10}
          {...form.getInputProps('description')}
          error={faults('description')}
        />
        {create.isError && !hasPlace && <ProblemAlert error={create.error} title="No draft was made" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create the draft
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The same dialog sends the same key, so that a repeated request makes one draft. */
function useCreateDraft(projectId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [attempt, setAttempt] = useState({ body: '', key: '' });
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly description: string }) => {
      const text = JSON.stringify(body);
      const key = attempt.body === text ? attempt.key : crypto.randomUUID();
      setAttempt({ body: text, key });
      return answerOf(
        api.POST('/api/projects/{projectId}/change-sets', {
          params: { path: { projectId }, header: { 'Idempotency-Key': key } },
          body,
        }),
      );
    },
    onSuccess: async ({ id: changeSetId }) => {
      void queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'change-sets') });
      await navigate({
        to: '/projects/$projectId/change-sets/$changeSetId',
        params: { projectId, changeSetId },
      });
    },
  });
}
