import { Group, NativeSelect, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue } from '../../../../shared/model/json.ts';
import {
  convertEntries,
  type EntryType,
  entryTypeOf,
  entryTypesFor,
  parseEntry,
  shownEntry,
} from '../configuration/condition-entries.ts';
import { ENTRY_HINTS, type EntryKind } from '../configuration/operators.ts';
import { ManyEntries } from './many-entries.tsx';

interface EntriesInputProps {
  readonly values: readonly JsonValue[];
  readonly kind: EntryKind;
  readonly onChange: (values: readonly JsonValue[]) => void;
  /** Values to choose from. */
  readonly known: readonly JsonValue[];
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** More are edited as lines of text. */
const MAX_TAGS = 200;
const TYPE_LABELS: Readonly<Record<EntryType, string>> = {
  text: 'text',
  number: 'number',
  boolean: 'true or false',
  mixed: 'of several types',
};

/** The values of a condition, each typed as its operator takes it. */
export function EntriesInput({ values, kind, onChange, known, error, isReadOnly }: EntriesInputProps) {
  const [chosen, setChosen] = useState<EntryType>();
  const type = values.length > 0 || chosen === undefined ? entryTypeOf(values, kind) : chosen;
  const types = entryTypesFor(kind);
  const choose = (next: EntryType) => {
    setChosen(next);
    onChange(convertEntries(values, next, kind));
  };
  const props = { values, type, kind, onChange, error, isReadOnly };
  return (
    <Group gap="xs" align="flex-start" flex="2 1 14rem" miw={0}>
      {types.length > 1 && (
        <NativeSelect
          aria-label="Type of the values"
          w="7.5rem"
          data={[...types, ...(type === 'mixed' ? ['mixed' as const] : [])].map((value) => ({
            value,
            label: TYPE_LABELS[value],
          }))}
          value={type}
          disabled={isReadOnly}
          onChange={({ currentTarget }) => {
            const next = types.find((each) => each === currentTarget.value);
            if (next !== undefined) choose(next);
          }}
        />
      )}
      {values.length > MAX_TAGS ? <ManyEntries {...props} /> : <EntryTags {...props} known={known} />}
    </Group>
  );
}

interface EntryTagsProps extends EntriesInputProps {
  readonly type: EntryType;
}

function EntryTags({ values, type, kind, onChange, known, error, isReadOnly }: EntryTagsProps) {
  const [fault, setFault] = useState<string>();
  const byText = new Map(values.map((value) => [shownEntry(value, type, kind), value]));
  const change = (texts: readonly string[]) => {
    const faults: string[] = [];
    const next = texts.flatMap((text) => {
      const old = byText.get(text);
      if (old !== undefined) return [old];
      const parsed = parseEntry(text, type, kind);
      if ('value' in parsed) return [parsed.value];
      faults.push(parsed.fault);
      return [];
    });
    setFault(faults[0]);
    onChange(next);
  };
  const offered = type === 'boolean' ? [true, false] : known;
  const suggestions = [...new Set(offered.map((value) => shownEntry(value, type, kind)))];
  return (
    <TagsInput
      aria-label="Values"
      flex="1 1 9rem"
      miw={0}
      value={[...byText.keys()]}
      onChange={change}
      data={suggestions}
      limit={50}
      splitChars={type === 'text' && (kind === 'any' || kind === 'text' || kind === 'pattern') ? [] : [',']}
      placeholder={values.length === 0 ? ENTRY_HINTS[kind] : ''}
      error={fault ?? error}
      readOnly={isReadOnly}
      clearable={!isReadOnly && values.length > 1}
    />
  );
}
