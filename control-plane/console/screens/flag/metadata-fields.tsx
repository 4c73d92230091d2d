import { ActionIcon, Button, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { FlagRecord } from './flag-queries.ts';

type Metadata = FlagRecord['metadata'];

interface MetadataFieldsProps {
  readonly metadata: Metadata;
  readonly onChange: (metadata: Metadata) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** Names and values that are sent with each evaluation. `true`, `false` and integers are sent as such. */
export function MetadataFields({ metadata, onChange, error, isReadOnly }: MetadataFieldsProps) {
  const [newName, setNewName] = useState('');
  const entries = Object.entries(metadata);
  const add = () => {
    if (newName === '' || newName in metadata) return;
    onChange({ ...metadata, [newName]: '' });
    setNewName('');
  };
  return (
    <Stack gap="xs" role="group" aria-label="Metadata">
      <div>
        <Input.Label component="span">Metadata</Input.Label>
        <Text size="xs" c="dimmed">
          Sent with each evaluation, to everybody who may read the flag. It does not change what is served.
        </Text>
      </div>
      {entries.map(([name, value]) => (
        <Group key={name} wrap="nowrap" align="flex-end" gap="xs">
          <TextInput
            label={name}
            flex={1}
            value={String(value)}
            onChange={({ currentTarget }) =>
              onChange({ ...metadata, [name]: metadataValue(currentTarget.value) })
            }
            readOnly={isReadOnly}
          />
          {!isReadOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${name}`}
              onClick={() => onChange(Object.fromEntries(entries.filter(([each]) => each !== name)))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {!isReadOnly && (
        <Group gap="xs">
          <TextInput
            aria-label="Name of new metadata"
            placeholder="Name, such as ticket"
            value={newName}
            onChange={({ currentTarget }) => setNewName(currentTarget.value)}
          />
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
            disabled={newName === '' || newName in metadata}
          >
            Add metadata
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** What a typed text is as metadata. */
function metadataValue(text: string): string | boolean | number {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d{0,14})$/.test(text) && text !== '-0' ? Number(text) : text;
}
