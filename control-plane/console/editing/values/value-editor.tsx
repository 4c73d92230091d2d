import { Input, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import type { FlagType } from '../../../../shared/model/flag-set.ts';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { JsonField } from './json-field.tsx';

interface ValueEditorProps {
  readonly type: FlagType;
  readonly label: string;
  readonly value: JsonValue;
  readonly onChange: (value: JsonValue) => void;
  readonly error?: string | undefined;
  readonly isReadOnly: boolean;
}

/** A value of a flag's type. */
export function ValueEditor({ type, label, value, onChange, error, isReadOnly }: ValueEditorProps) {
  switch (type) {
    case 'boolean':
      return <BooleanValue {...{ label, value, onChange, error, isReadOnly }} />;
    case 'number':
      return (
        <NumberInput
          label={label}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => {
            if (typeof next === 'number') onChange(next);
          }}
          error={error}
          readOnly={isReadOnly}
        />
      );
    case 'string':
      return (
        <Textarea
          label={label}
          autosize
          minRows={1}
          maxRows={8}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          error={error}
          readOnly={isReadOnly}
        />
      );
    case 'json':
      return (
        <JsonField label={label} value={value} onChange={onChange} error={error} isReadOnly={isReadOnly} />
      );
  }
}

function BooleanValue({ label, value, onChange, error, isReadOnly }: Omit<ValueEditorProps, 'type'>) {
  return (
    <Stack gap={4} align="flex-start">
      <Input.Label component="span">{label}</Input.Label>
      <SegmentedControl
        aria-label={label}
        data={['true', 'false']}
        value={String(value)}
        onChange={(next) => onChange(next === 'true')}
        readOnly={isReadOnly}
      />
      {error !== undefined && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

/** The value that a new variation of this type begins with. */
export function emptyValue(type: FlagType): JsonValue {
  return { boolean: false, string: '', number: 0, json: {} }[type];
}
