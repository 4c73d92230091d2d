import { Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { environmentsQuery } from '../../api/project-queries.ts';
import { useRights } from '../../api/rights.ts';
import { usersQuery } from '../../api/users.ts';
import { CHANGE_SET_VIEWS, type ChangeSetsSearch, changeSetsSearch } from './change-sets-search.ts';

interface ChangeSetFiltersProps {
  readonly projectId: string;
  readonly search: ChangeSetsSearch;
  readonly onChange: (search: ChangeSetsSearch) => void;
}

const TYPING_MS = 250;
const EVERYTHING = 'everything';

/** What the list is narrowed to. All of it is in the address. */
export function ChangeSetFilters({ projectId, search, onChange }: ChangeSetFiltersProps) {
  const environments = useQuery(environmentsQuery(useApi(), projectId));
  const set = (part: { readonly [Name in keyof ChangeSetsSearch]?: string | undefined }) =>
    onChange(changeSetsSearch({ ...search, ...part }));
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label="Show"
        w={{ base: '100%', xs: 190 }}
        allowDeselect={false}
        data={[{ value: EVERYTHING, label: 'Everything, newest first' }, ...CHANGE_SET_VIEWS]}
        value={search.view ?? EVERYTHING}
        onChange={(view) => set({ view: CHANGE_SET_VIEWS.find(({ value }) => value === view)?.value })}
      />
      <Select
        label="Environment"
        w={{ base: '100%', xs: 170 }}
        placeholder="Any"
        clearable
        clearButtonProps={{ 'aria-label': 'Any environment' }}
        searchable
        data={environments.data?.map(({ key }) => key) ?? []}
        value={search.environment ?? null}
        onChange={(environment) => set({ environment: environment ?? undefined })}
      />
      <FlagFilter value={search.flag} onChange={(flag) => set({ flag })} />
      <AuthorFilter projectId={projectId} value={search.author} onChange={(author) => set({ author })} />
    </Group>
  );
}

interface FilterProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const FLAG_KEY = /^[A-Za-z0-9._-]{1,100}$/;

function FlagFilter({ value = '', onChange }: FilterProps) {
  const [text, setText] = useState(value);
  const isKey = text === '' || FLAG_KEY.test(text);
  const tell = useDebouncedCallback((key: string) => onChange(key === '' ? undefined : key), TYPING_MS);
  return (
    <TextInput
      label="Flag"
      w={{ base: '100%', xs: 190 }}
      placeholder="Key of a flag"
      value={text}
      error={isKey ? undefined : 'A key has letters, digits, dots, - and _.'}
      onChange={(event) => {
        const key = event.currentTarget.value.trim();
        setText(key);
        if (key === '' || FLAG_KEY.test(key)) tell(key);
      }}
    />
  );
}

/** Who may read the list of users chooses among all; others between their own and all. */
function AuthorFilter({ projectId, value, onChange }: FilterProps & { readonly projectId: string }) {
  const rights = useRights(projectId);
  const users = useQuery({ ...usersQuery(useApi()), enabled: rights.isInstallation('admin') });
  const { userId } = rights;
  const others = (users.data ?? []).filter(({ id }) => id !== userId);
  const data = [
    ...(userId === undefined ? [] : [{ value: userId, label: 'You' }]),
    ...others.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const isUnknown = value !== undefined && !data.some((entry) => entry.value === value);
  return (
    <Select
      label="Created by"
      w={{ base: '100%', xs: 170 }}
      placeholder="Anyone"
      clearable
      clearButtonProps={{ 'aria-label': 'Created by anyone' }}
      searchable
      data={isUnknown ? [...data, { value, label: `user ${value.slice(0, 8)}` }] : data}
      value={value ?? null}
      onChange={(author) => onChange(author ?? undefined)}
    />
  );
}
