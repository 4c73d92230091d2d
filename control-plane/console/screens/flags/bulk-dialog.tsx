import { Autocomplete, Button, Checkbox, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MountedModal } from '../../ui/mounted-modal.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import {
  BULK_LABELS,
  type BulkBarProps,
  type BulkKind,
  type BulkValues,
  bulkChange,
  bulkName,
} from './bulk-change.ts';
import { useBulkChange } from './use-bulk-change.ts';

interface BulkDialogProps extends BulkBarProps {
  readonly kind: BulkKind;
  readonly onClose: () => void;
}

const MAX_NAME = 200;

/** Asks for what a change of many flags needs, and makes a change set of it. */
export function BulkDialog({ kind, onClose, ...bar }: BulkDialogProps) {
  const { projectId, search, flags, selection } = bar;
  const [values, setValues] = useState<BulkValues>({ kind, environmentKeys: [], tag: '', owner: '' });
  const [missing, setMissing] = useState<string>();
  const bulk = useBulkChange(projectId);
  const chosen = flags.filter(({ key }) => selection.keys.has(key));
  const subject = selection.isAllMatching ? 'all flags that match the filter' : countOf(chosen.length);
  const submit = () => {
    const change = bulkChange(values);
    if (typeof change === 'string') return setMissing(change);
    setMissing(undefined);
    bulk.mutate({
      change,
      name: bulkName(change, subject).slice(0, MAX_NAME),
      of: selection.isAllMatching ? { search } : { flags: chosen },
    });
  };
  return (
    <MountedModal
      onClose={onClose}
      title={`${BULK_LABELS[kind]}: ${subject}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          {bulk.isError && <ProblemAlert error={bulk.error} title="The change set was not made" />}
          <BulkFields {...{ bar, values, missing }} onChange={setValues} />
          <Text size="sm" c="dimmed">
            Nothing changes yet: a change set is a list of changes that you look through, and then publish
            together. {kind === 'archive' && 'Applications get no archived flags. You can restore them.'}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={bulk.isPending}>
              Make a change set
            </Button>
          </Group>
        </Stack>
      </form>
    </MountedModal>
  );
}

const countOf = (count: number): string => (count === 1 ? '1 flag' : `${count} flags`);

interface BulkFieldsProps {
  readonly bar: BulkBarProps;
  readonly values: BulkValues;
  readonly missing: string | undefined;
  readonly onChange: (values: BulkValues) => void;
}

function BulkFields({ bar, values, missing, onChange }: BulkFieldsProps) {
  const { kind, environmentKeys, tag, owner } = values;
  switch (kind) {
    case 'enable':
    case 'disable':
      return (
        <Checkbox.Group
          label="Environments"
          value={[...environmentKeys]}
          error={missing}
          onChange={(chosen) => onChange({ ...values, environmentKeys: chosen })}
        >
          <SimpleGrid cols={2} spacing="xs" mt="xs">
            {bar.environmentKeys.map((key, index) => (
              <Checkbox key={key} value={key} label={key} data-autofocus={index === 0 || undefined} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      );
    case 'addTag':
    case 'removeTag':
      return (
        <Autocomplete
          label="Tag"
          data-autofocus
          maxLength={100}
          data={[...new Set(bar.flags.flatMap(({ tags }) => tags))]}
          value={tag}
          error={missing}
          onChange={(next) => onChange({ ...values, tag: next })}
        />
      );
    case 'setOwner':
      return (
        <TextInput
          label="Owner"
          description="A person or a team. Empty: none."
          data-autofocus
          maxLength={200}
          value={owner}
          onChange={({ currentTarget }) => onChange({ ...values, owner: currentTarget.value })}
        />
      );
    case 'archive':
      return null;
  }
}
