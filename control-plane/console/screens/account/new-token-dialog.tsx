import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { projectsQuery } from '../../api/project-queries.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';

interface NewTokenDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

interface TokenValues {
  readonly name: string;
  readonly days: string;
  /** null: all projects. */
  readonly onlyProjectId: string | null;
  readonly isReadOnly: boolean;
}

const DAY_MS = 86_400_000;
const LIFETIMES = [
  { value: '1', label: '1 day' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];
const EMPTY: TokenValues = { name: '', days: '90', onlyProjectId: null, isReadOnly: false };

/** Creates an API token, and shows it once. */
export function NewTokenDialog({ isOpen, onClose, onCreated }: NewTokenDialogProps) {
  const api = useApi();
  const { data: projects = [] } = useQuery({ ...projectsQuery(api), enabled: isOpen });
  const form = useForm({ initialValues: EMPTY });
  const create = useMutation({
    mutationFn: ({ days, ...values }: TokenValues) => {
      const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      return answerOf(api.POST('/api/me/tokens', { body: { ...values, expiresAt } }));
    },
    onSuccess: onCreated,
  });
  const close = () => {
    form.reset();
    create.reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title="New API token" closeButtonProps={{ 'aria-label': 'Close' }}>
      {create.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
          <Stack>
            {create.isError && <ProblemAlert error={create.error} title="The token was not created" />}
            <TextInput
              label="Name"
              description="What uses it, for example: deployment."
              required
              maxLength={200}
              data-autofocus
              {...form.getInputProps('name')}
            />
            <Select
              label="Works for"
              data={LIFETIMES}
              allowDeselect={false}
              {...form.getInputProps('days')}
            />
            <Select
              label="Only in one project"
              placeholder="In all projects"
              clearable
              searchable
              data={projects.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('onlyProjectId')}
            />
            <Checkbox label="May only read" {...form.getInputProps('isReadOnly', { type: 'checkbox' })} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create the token
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <SecretOnce what="token" value={create.data.token} />
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
