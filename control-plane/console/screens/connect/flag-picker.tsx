import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import type { ConnectedFlag } from './code-examples.ts';
import { offeredFlagsQuery } from './connect-queries.ts';

interface FlagPickerProps {
  readonly projectId: string;
  readonly flag: ConnectedFlag;
  readonly onChange: (flag: ConnectedFlag) => void;
}

const TYPING_MS = 150;

/** Chooses a flag among those that a text finds. */
export function FlagPicker({ projectId, flag, onChange }: FlagPickerProps) {
  const [text, setText] = useState(flag.key);
  const [sought] = useDebouncedValue(text === flag.key ? '' : text, TYPING_MS);
  const { data } = useQuery(offeredFlagsQuery(useApi(), projectId, sought));
  const flags: readonly ConnectedFlag[] = data?.items ?? [];
  const offered = flags.some(({ key }) => key === flag.key) ? flags : [flag, ...flags];
  return (
    <Select
      label="Flag"
      searchable
      allowDeselect={false}
      data={offered.map(({ key }) => key)}
      // The control plane has searched already, in names and descriptions too.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={flag.key}
      onChange={(key) => {
        const next = offered.find((each) => each.key === key);
        if (next !== undefined) onChange(next);
      }}
    />
  );
}
