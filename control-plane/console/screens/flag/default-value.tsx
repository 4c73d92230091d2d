import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { isJsonEqual } from '../../../../shared/model/json-equal.ts';
import { valueText } from '../../editing/diff/value-words.ts';
import { faultText } from '../../editing/rules/editor-choices.ts';
import { emptyValue, ValueEditor } from '../../editing/values/value-editor.tsx';
import type { ConfigurationPartProps } from './configuration-part.ts';

/** Keys of variations contain no colon. */
const NO_VALUE = ':none';
const OWN_VALUE = ':own';

/** What is served while the flag is off, if a prerequisite is not met, or if no rule matches. */
export function DefaultValueEditor({
  flag,
  configuration,
  onEdit,
  faultsOf,
  isReadOnly,
}: ConfigurationPartProps) {
  const { defaultValue, variations } = configuration;
  const set = (value: typeof defaultValue) => onEdit((current) => ({ ...current, defaultValue: value }));
  const match = variations.find(({ value }) => isJsonEqual(value, defaultValue));
  const chosen = defaultValue === null ? NO_VALUE : (match?.key ?? OWN_VALUE);
  const choose = (key: string) => {
    if (key === NO_VALUE) set(null);
    else if (key === OWN_VALUE) set(emptyValue(flag.type));
    else set(variations.find((each) => each.key === key)?.value ?? null);
  };
  const error = faultText(faultsOf('defaultValue'));
  return (
    <Stack gap="xs">
      <div>
        <Title order={3} size="h5">
          Default value
        </Title>
        <Text size="sm" c="dimmed">
          Served while the flag is off, if a prerequisite is not met, and if no rule matches.
        </Text>
      </div>
      <NativeSelect
        aria-label="Default value"
        maw="22rem"
        data={[
          ...variations.map(({ key, value }) => ({ value: key, label: `${key}: ${valueText(value)}` })),
          { value: NO_VALUE, label: 'None: the default in the code' },
          ...(flag.type === 'boolean' && chosen !== OWN_VALUE
            ? []
            : [{ value: OWN_VALUE, label: 'Another value…' }]),
        ]}
        value={chosen}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        error={chosen === OWN_VALUE ? undefined : error}
        disabled={isReadOnly}
      />
      {chosen === OWN_VALUE && (
        <ValueEditor
          type={flag.type}
          label="Value"
          value={defaultValue}
          onChange={set}
          error={error}
          isReadOnly={isReadOnly}
        />
      )}
    </Stack>
  );
}
