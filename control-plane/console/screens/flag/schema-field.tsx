import { Button, Stack } from '@mantine/core';
import { JsonField } from '../../editing/values/json-field.tsx';
import { isJsonObject, jsonCopy } from '../../editing/values/json-from-text.ts';
import type { FlagRecord } from './flag-queries.ts';

type JsonSchema = FlagRecord['jsonSchema'];

interface SchemaFieldProps {
  readonly schema: JsonSchema;
  readonly onChange: (schema: JsonSchema) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** The JSON Schema that all values of the flag must match. */
export function SchemaField({ schema, onChange, error, isReadOnly }: SchemaFieldProps) {
  if (schema === null) {
    return isReadOnly ? null : (
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange({ type: 'object' })}
      >
        Add a JSON Schema for the values
      </Button>
    );
  }
  return (
    <Stack gap="xs">
      <JsonField
        label="JSON Schema"
        description="Values that do not match are refused when they are saved. Version 2020-12."
        value={jsonCopy(schema)}
        onChange={(value) => {
          if (isJsonObject(value)) onChange(value);
        }}
        error={error}
        isReadOnly={isReadOnly}
      />
      {!isReadOnly && (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange(null)}
        >
          Remove the JSON Schema
        </Button>
      )}
    </Stack>
  );
}
