import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { type EntryType, parseEntry, shownEntry } from '../configuration/condition-entries.ts';
import type { EntryKind } from '../configuration/operators.ts';

interface ManyEntriesProps {
  readonly values: readonly JsonValue[];
  readonly type: EntryType;
  readonly kind: EntryKind;
  readonly onChange: (values: readonly JsonValue[]) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** Many values, one a line. They are taken when the field is left. */
export function ManyEntries({ values, type, kind, onChange, error, isReadOnly }: ManyEntriesProps) {
  const textOfAll = () => values.map((value) => shownEntry(value, type, kind)).join('\n');
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState<string>();
  const take = () => {
    if (text === undefined) return;
    const parsed = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => parseEntry(line, type, kind));
    const first = parsed.find((each) => 'fault' in each);
    setFault(first?.fault);
    if (first !== undefined) return;
    onChange(parsed.flatMap((each) => ('value' in each ? [each.value] : [])));
    setText(undefined);
  };
  return (
    <Textarea
      aria-label="Values, one a line"
      description={`${values.length.toLocaleString()} values, one a line`}
      flex={1}
      rows={8}
      value={text ?? textOfAll()}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={take}
      error={fault ?? error}
      readOnly={isReadOnly}
    />
  );
}
