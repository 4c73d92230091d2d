import { useState } from 'react';
import type { JsonValue } from '../../../../shared/model/json.ts';
import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import { CodeField } from './code-field.tsx';
import { jsonFromText } from './json-from-text.ts';

interface JsonFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: JsonValue;
  readonly onChange: (value: JsonValue) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

const textOf = (value: JsonValue): string => JSON.stringify(value, null, 2);

/** A JSON value as text. While the text is no JSON, the value stays as it was and the field says so. */
export function JsonField({ label, description, value, onChange, error, isReadOnly }: JsonFieldProps) {
  const [typed, setTyped] = useState<string>();
  const parsed = typed === undefined ? undefined : jsonFromText(typed);
  // Another value from outside, such as that of somebody else, replaces what was typed.
  const isOwn =
    typed !== undefined && (parsed === undefined || 'fault' in parsed || isJsonEqual(parsed.value, value));
  const change = (text: string) => {
    setTyped(text);
    const next = jsonFromText(text);
    if ('value' in next) onChange(next.value);
  };
  const fault =
    isOwn && parsed !== undefined && 'fault' in parsed
      ? `${parsed.fault}. The value is still the last valid one.`
      : undefined;
  return (
    <CodeField
      label={label}
      {...(description === undefined ? {} : { description })}
      text={isOwn ? typed : textOf(value)}
      onChange={change}
      error={fault ?? error}
      isReadOnly={isReadOnly}
    />
  );
}
