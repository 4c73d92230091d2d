import { Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Condition } from '../../../../shared/model/flag-set.ts';
import { ConditionRow } from './condition-row.tsx';
import type { EditorChoices, FaultsOf } from './editor-choices.ts';
import { NEW_ATTRIBUTE_CONDITION, NEW_SEGMENT_CONDITION } from './new-conditions.ts';

interface ConditionsEditorProps {
  readonly conditions: readonly Condition[];
  readonly onChange: (conditions: readonly Condition[]) => void;
  readonly choices: EditorChoices;
  /** Of the conditions: paths such as `[0].values`. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}

/** The conditions of a rule of a flag or of a segment. All must hold. */
export function ConditionsEditor({
  conditions,
  onChange,
  choices,
  faultsOf,
  isReadOnly,
}: ConditionsEditorProps) {
  return (
    <Stack gap="xs">
      {conditions.map((condition, index) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          key={index}
          condition={condition}
          number={index + 1}
          choices={choices}
          onChange={(changed) => onChange(conditions.map((each, at) => (at === index ? changed : each)))}
          onRemove={() => onChange(conditions.filter((_, at) => at !== index))}
          faultsOf={(path) => faultsOf(path === '' ? `[${index}]` : `[${index}].${path}`)}
          isReadOnly={isReadOnly}
        />
      ))}
      {!isReadOnly && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...conditions, NEW_ATTRIBUTE_CONDITION])}
          >
            Condition on an attribute
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...conditions, NEW_SEGMENT_CONDITION])}
          >
            Condition on a segment
          </Button>
        </Group>
      )}
    </Stack>
  );
}
