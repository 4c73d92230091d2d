import { Button, Group, Modal, MultiSelect, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context.tsx';
import { environmentsQuery } from '../../api/project-queries.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useKeyActions } from './key-actions.tsx';
import type { NewSdkKey } from './key-queries.ts';

interface NewKeyDialogProps {
  readonly projectId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const KINDS = [
  { value: 'server', label: 'Server', about: 'For back ends: all flags of one environment. Secret.' },
  {
    value: 'client',
    label: 'Client',
    about: 'For browsers and apps: values of client-side flags only. May be public.',
  },
  {
    value: 'relay',
    label: 'Relay',
    about: 'For edges: flags and key hashes of several environments. Secret.',
  },
] as const;

interface NewKeyValues {
  readonly name: string;
  readonly kind: (typeof KINDS)[number]['value'];
  readonly environmentKey: string | null;
  /** Of a relay key; none: all. */
  readonly environmentKeys: string[];
}

const EMPTY: NewKeyValues = { name: '', kind: 'server', environmentKey: null, environmentKeys: [] };

/** Creates a key, and shows it once. */
export function NewKeyDialog({ projectId, isOpen, onClose }: NewKeyDialogProps) {
  const form = useForm({ initialValues: EMPTY });
  const { create } = useKeyActions(projectId);
  const close = () => {
    form.reset();
    create.reset();
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="New key"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {create.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => create.mutate(requestOf(values)))}>
          <Stack>
            {create.isError && <ProblemAlert error={create.error} title="The key was not created" />}
            <KeyFields projectId={projectId} form={form} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create the key
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <SecretOnce what="key" value={create.data.key} />
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function KeyFields({
  projectId,
  form,
}: {
  readonly projectId: string;
  readonly form: ReturnType<typeof useForm<NewKeyValues>>;
}) {
  const { data: environments = [] } = useQuery(environmentsQuery(useApi(), projectId));
  const choices = environments.map(({ key, name }) => ({
    value: key,
    label: name === key ? key : `${name} (${key})`,
  }));
  return (
    <>
      <TextInput
        label="Name"
        description="Who uses it, for example: checkout service."
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Radio.Group label="Kind" {...form.getInputProps('kind')}>
        <Stack gap="xs" mt="xs">
          {KINDS.map(({ value, label, about }) => (
            <Radio key={value} value={value} label={label} description={about} />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.kind === 'relay' ? (
        <MultiSelect
          label="Environments"
          description="None chosen: all environments, also those to come."
          data={choices}
          {...form.getInputProps('environmentKeys')}
        />
      ) : (
        <Select label="Environment" required data={choices} {...form.getInputProps('environmentKey')} />
      )}
    </>
  );
}

function requestOf({ name, kind, environmentKey, environmentKeys }: NewKeyValues): NewSdkKey {
  if (kind !== 'relay')
    return { name, kind, environmentKeys: environmentKey === null ? [] : [environmentKey] };
  return environmentKeys.length === 0
    ? { name, kind, allEnvironments: true }
    : { name, kind, environmentKeys };
}
