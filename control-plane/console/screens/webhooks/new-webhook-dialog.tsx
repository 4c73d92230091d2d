import { Button, Group, Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { ApiProblem, answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { WebhookFields, type WebhookValues } from './webhook-fields.tsx';

interface NewWebhookDialogProps {
  readonly projectId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const EMPTY: WebhookValues = { url: '', description: '', eventTypes: [], enabled: true };

/** Adds a webhook, and shows the secret of its signatures once. */
export function NewWebhookDialog({ projectId, isOpen, onClose }: NewWebhookDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const form = useForm({ initialValues: EMPTY });
  const create = useMutation({
    mutationFn: (body: WebhookValues) =>
      answerOf(api.POST('/api/projects/{projectId}/webhooks', { params: { path: { projectId } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.resource(projectId, 'webhooks') }),
  });
  const close = () => {
    form.reset();
    create.reset();
    onClose();
  };
  const problem = create.error instanceof ApiProblem ? create.error : null;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="New webhook"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {create.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
          <Stack>
            {create.isError && <ProblemAlert error={create.error} title="The webhook was not created" />}
            <WebhookFields form={form} problem={problem} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create the webhook
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <SecretOnce what="signing secret" value={create.data.secret} />
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
