import { Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JsonValue } from '../../../../../shared/model/json.ts';
import { useApi } from '../../../api/api-context.tsx';
import { useRights } from '../../../api/rights.ts';
import { seenAttributesQuery } from '../flag-queries.ts';

interface RecordedValuesProps {
  readonly projectId: string;
  readonly environmentKey: string;
  readonly onChoose: (attribute: string, value: JsonValue) => void;
}

/** Attributes and values of recorded contexts, to put into the context. Nothing for who may not read contexts. */
export function RecordedValues({ projectId, environmentKey, onChoose }: RecordedValuesProps) {
  const mayRead = useRights(projectId).readsContexts(environmentKey);
  const seen = useQuery({ ...seenAttributesQuery(useApi(), projectId, environmentKey), enabled: mayRead });
  const [name, setName] = useState<string | null>(null);
  const attributes = seen.data?.attributes ?? [];
  if (!mayRead || attributes.length === 0) return null;
  const values = attributes.find((attribute) => attribute.name === name)?.values ?? [];
  return (
    <Group grow align="flex-end" gap="xs">
      <Select
        label="Recorded attribute"
        placeholder="Choose"
        data={attributes.map((attribute) => attribute.name)}
        value={name}
        onChange={setName}
        searchable
        limit={50}
      />
      <Select
        // Another attribute has other values.
        key={name}
        label="Value to put into the context"
        placeholder={name === null ? '' : 'Choose'}
        data={values.map(({ value }) => JSON.stringify(value))}
        onChange={(text) => {
          const chosen = values.find(({ value }) => JSON.stringify(value) === text);
          if (name !== null && chosen !== undefined) onChoose(name, chosen.value);
        }}
        disabled={name === null}
        searchable
        limit={50}
      />
    </Group>
  );
}
