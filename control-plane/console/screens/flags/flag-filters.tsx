import {
  Autocomplete,
  Badge,
  Button,
  Group,
  NumberInput,
  Paper,
  Select,
  SimpleGrid,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { answerOf } from '../../api/api-problem.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { FLAG_TYPES, type FlagsSearch, filterCount, type ListedFlag } from './flags-search.ts';

interface FlagFiltersProps {
  readonly projectId: string;
  readonly search: FlagsSearch;
  /** Sets some of the filters; `undefined` takes one away. */
  readonly onChange: (patch: FilterPatch) => void;
  readonly onClear: () => void;
  readonly environmentKeys: readonly string[];
  /** Flags that are loaded: their tags and owners are suggested. */
  readonly flags: readonly ListedFlag[];
}

export type FilterPatch = { readonly [Name in keyof FlagsSearch]: FlagsSearch[Name] | undefined };

const TYPING_MS = 150;

/** Searches and filters the list. */
export function FlagFilters(props: FlagFiltersProps) {
  const { search, onChange, onClear } = props;
  const count = filterCount(search);
  const [isOpen, { toggle }] = useDisclosure(count > 0);
  return (
    <>
      <Group mb="sm" gap="xs">
        <DelayedText
          value={search.q}
          label="Search flags"
          placeholder="Search key, name and description"
          onChange={(q) => onChange({ q })}
        />
        <Button
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          rightSection={count > 0 && <Badge circle>{count}</Badge>}
          aria-expanded={isOpen}
          aria-controls="flag-filters"
          onClick={toggle}
        >
          Filters
        </Button>
        {(count > 0 || search.q !== undefined) && (
          <Button variant="subtle" onClick={onClear}>
            Show all flags
          </Button>
        )}
      </Group>
      <div id="flag-filters">
        {isOpen && (
          <Paper withBorder p="sm" mb="sm">
            <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
              <OfTheFlag {...props} />
              <OfItsUse {...props} />
            </SimpleGrid>
          </Paper>
        )}
      </div>
    </>
  );
}

interface DelayedTextProps {
  readonly value: string | undefined;
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (value: string | undefined) => void;
}

/** A text that is searched for when nobody has typed for a moment. */
function DelayedText({ value = '', label, placeholder, onChange }: DelayedTextProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const search = useDebouncedCallback((next: string) => onChange(textOrNothing(next)), TYPING_MS);
  return (
    <TextInput
      type="search"
      flex="1 1 14rem"
      maw={480}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} aria-hidden />}
      maxLength={200}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        search(currentTarget.value);
      }}
    />
  );
}

const textOrNothing = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

function OfTheFlag({ search, onChange, flags }: FlagFiltersProps) {
  const tags = [...new Set(flags.flatMap((flag) => flag.tags))];
  const owners = [...new Set(flags.flatMap(({ owner }) => owner ?? []))];
  return (
    <>
      <Select
        label="Type"
        placeholder="Any"
        clearable
        data={FLAG_TYPES}
        value={search.type ?? null}
        onChange={(type) => onChange({ type: FLAG_TYPES.find((known) => known === type) })}
      />
      <TagsInput
        label="Tags"
        placeholder={search.tag === undefined ? 'Any' : ''}
        data={tags}
        maxTags={50}
        value={[...(search.tag ?? [])]}
        onChange={(tag) => onChange({ tag: tag.length === 0 ? undefined : tag })}
      />
      <LateText label="Owner" data={owners} value={search.owner} onChange={(owner) => onChange({ owner })} />
      <Select
        label="State"
        allowDeselect={false}
        data={[
          { value: 'active', label: 'In use' },
          { value: 'archived', label: 'Archived' },
        ]}
        value={search.state ?? 'active'}
        onChange={(state) => onChange({ state: state === 'archived' ? state : undefined })}
      />
    </>
  );
}

function OfItsUse({ projectId, search, onChange, environmentKeys }: FlagFiltersProps) {
  const segmentKeys = useSegmentKeys(projectId);
  return (
    <>
      <Select
        label="Environment"
        description="The next three are about it."
        inputWrapperOrder={['label', 'input', 'description']}
        placeholder="Any"
        clearable
        data={environmentKeys}
        value={search.environment ?? null}
        onChange={(environment) => onChange({ environment: environment ?? undefined })}
      />
      <Select
        label="On or off"
        placeholder="Both"
        clearable
        data={['on', 'off']}
        value={search.enabled === undefined ? null : search.enabled ? 'on' : 'off'}
        onChange={(state) => onChange({ enabled: state === null ? undefined : state === 'on' })}
      />
      <LateText
        label="Rules use the segment"
        data={segmentKeys}
        value={search.segment}
        onChange={(segment) => onChange({ segment })}
      />
      <NumberInput
        label="Not evaluated for … days"
        placeholder="Any"
        min={1}
        max={3_650}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        value={search.notEvaluatedForDays ?? ''}
        onChange={(days) => onChange({ notEvaluatedForDays: typeof days === 'number' ? days : undefined })}
      />
    </>
  );
}

interface LateTextProps {
  readonly label: string;
  readonly data: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A text with suggestions that counts when it is chosen, or when the field is left. */
function LateText({ label, data, value = '', onChange }: LateTextProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = (next: string) => onChange(textOrNothing(next));
  return (
    <Autocomplete
      label={label}
      placeholder="Any"
      limit={20}
      maxLength={200}
      data={data}
      value={text}
      onChange={setText}
      onOptionSubmit={done}
      onBlur={() => done(text)}
      onKeyDown={({ key }) => key === 'Enter' && done(text)}
    />
  );
}

const SUGGESTED_SEGMENTS = 100;

function useSegmentKeys(projectId: string): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: queryKeys.resource(projectId, 'segments', 'suggested'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/projects/{projectId}/segments', {
          params: { path: { projectId }, query: { limit: SUGGESTED_SEGMENTS } },
          signal,
        }),
      ),
  });
  return data?.items.map(({ key }) => key) ?? [];
}
