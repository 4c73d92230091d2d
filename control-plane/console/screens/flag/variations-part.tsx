import { ActionIcon, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { renameVariation, rulesServing } from '../../editing/configuration/edit-rules.ts';
import type { EditedVariation } from '../../editing/configuration/edited-configuration.ts';
import { faultText } from '../../editing/rules/editor-choices.ts';
import { emptyValue, ValueEditor } from '../../editing/values/value-editor.tsx';
import type { ConfigurationPartProps } from './configuration-part.ts';

/** The values that the flag can serve in one environment. */
export function VariationsPart(props: ConfigurationPartProps) {
  const { flag, configuration, onEdit, faultsOf, isReadOnly } = props;
  const { variations } = configuration;
  const set = (next: readonly EditedVariation[]) => onEdit((current) => ({ ...current, variations: next }));
  const fault = faultText(
    faultsOf('variations').length > 0 && variations.length === 0 ? faultsOf('variations') : [],
  );
  const addVariation = () =>
    set([
      ...variations,
      { key: freeKey(variations), value: emptyValue(flag.type), name: '', description: '' },
    ]);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        A variation is a value that rules can serve. Its key is what evaluations and statistics name.
      </Text>
      {variations.map((variation, index) => (
        <VariationCard
          // biome-ignore lint/suspicious/noArrayIndexKey: the key of a variation is what is edited
          key={index}
          {...props}
          variation={variation}
          index={index}
          onChange={(changed) => set(variations.map((each, at) => (at === index ? changed : each)))}
          onRemove={() => set(variations.filter((_, at) => at !== index))}
        />
      ))}
      {fault !== undefined && (
        <Text size="sm" c="red" role="alert">
          {fault}
        </Text>
      )}
      {!isReadOnly && (
        <Button
          size="xs"
          variant="light"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={addVariation}
        >
          Add a variation
        </Button>
      )}
    </Stack>
  );
}

function freeKey(variations: readonly EditedVariation[]): string {
  for (let number = variations.length + 1; ; number += 1) {
    const key = `variation-${number}`;
    if (!variations.some((each) => each.key === key)) return key;
  }
}

interface VariationCardProps extends ConfigurationPartProps {
  readonly variation: EditedVariation;
  readonly index: number;
  readonly onChange: (variation: EditedVariation) => void;
  readonly onRemove: () => void;
}

function VariationCard({
  flag,
  configuration,
  onEdit,
  faultsOf,
  isReadOnly,
  variation,
  index,
  onChange,
  onRemove,
}: VariationCardProps) {
  const path = `variations[${index}]`;
  const served = rulesServing(configuration.rules, variation.key);
  const isLast = configuration.variations.length === 1;
  const whyKept =
    served.length > 0 ? `Served by rule ${served.join(', ')}` : 'A flag has at least one variation';
  const isKept = served.length > 0 || isLast;
  return (
    <Paper role="group" aria-label={`Variation ${variation.key}`} withBorder p="sm">
      <Stack gap="xs">
        <Group align="flex-start" wrap="nowrap" gap="xs">
          <VariationKey
            variation={variation}
            others={configuration.variations.filter((each) => each !== variation).map(({ key }) => key)}
            onRename={(to) => onEdit((current) => renameVariation(current, variation.key, to))}
            error={faultText(faultsOf(`${path}.key`))}
            isReadOnly={isReadOnly}
          />
          <TextInput
            label="Name"
            flex={1}
            miw={0}
            value={variation.name}
            onChange={({ currentTarget }) => onChange({ ...variation, name: currentTarget.value })}
            error={faultText(faultsOf(`${path}.name`))}
            readOnly={isReadOnly}
          />
          {!isReadOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              mt={24}
              onClick={onRemove}
              disabled={isKept}
              title={isKept ? whyKept : undefined}
              aria-label={`Remove variation ${variation.key}`}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        <ValueEditor
          type={flag.type}
          label="Value"
          value={variation.value}
          onChange={(value) => onChange({ ...variation, value })}
          error={faultText(faultsOf(`${path}.value`))}
          isReadOnly={isReadOnly}
        />
        {isKept && !isReadOnly && (
          <Text size="xs" c="dimmed">
            {whyKept}, so it cannot be removed.
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

interface VariationKeyProps {
  readonly variation: EditedVariation;
  readonly others: readonly string[];
  readonly onRename: (to: string) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** The key is taken when the field is left, so that rules follow it as a whole. */
function VariationKey({ variation, others, onRename, error, isReadOnly }: VariationKeyProps) {
  const [typed, setTyped] = useState<string>();
  const isTaken = typed !== undefined && others.includes(typed);
  const isEmpty = typed === '';
  const take = () => {
    if (typed === undefined || isTaken || isEmpty) return;
    if (typed !== variation.key) onRename(typed);
    setTyped(undefined);
  };
  return (
    <TextInput
      label="Key"
      flex={1}
      miw={0}
      value={typed ?? variation.key}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={take}
      error={isTaken ? 'Another variation has this key' : isEmpty ? 'A variation needs a key' : error}
      readOnly={isReadOnly}
    />
  );
}
