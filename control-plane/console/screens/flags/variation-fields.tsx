import { ActionIcon, Button, Fieldset, Group, JsonInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { FlagFormProps, VariationDraft } from './new-flag.ts';

const MAX_VARIATIONS = 100;

/** The values that a new flag can have, by its type. */
export function VariationFields(props: FlagFormProps) {
  const { values, change, faultAt } = props;
  const { type, variations } = values;
  if (type === 'boolean') {
    return (
      <Text size="sm" c="dimmed">
        It has two variations: <b>on</b>, which is true, and <b>off</b>, which is false. While it is switched
        off, it serves <b>off</b>.
      </Text>
    );
  }
  const add = () => {
    const id = Math.max(0, ...variations.map((each) => each.id)) + 1;
    const value = type === 'json' ? '{}' : '';
    change({ variations: [...variations, { id, key: `variation-${variations.length + 1}`, value }] });
  };
  return (
    <Fieldset legend="Variations: the values that it can have">
      <Stack gap="sm">
        {variations.map((variation, index) => (
          <VariationRow key={variation.id} {...props} variation={variation} index={index} />
        ))}
        {faultAt('defaultValue') !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)">
            {faultAt('defaultValue')}
          </Text>
        )}
        <Group>
          <Button
            variant="default"
            size="xs"
            disabled={variations.length >= MAX_VARIATIONS}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
          >
            Add a variation
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

interface VariationRowProps extends FlagFormProps {
  readonly variation: VariationDraft;
  readonly index: number;
}

function VariationRow({ values, change, faultAt, variation, index }: VariationRowProps) {
  const { id, key, value } = variation;
  const { type, variations, offId } = values;
  const set = (patch: Partial<VariationDraft>) =>
    change({ variations: variations.map((each) => (each.id === id ? { ...each, ...patch } : each)) });
  const remove = () => {
    const rest = variations.filter((each) => each.id !== id);
    change({ variations: rest, offId: offId === id ? (rest[0]?.id ?? 0) : offId });
  };
  const valueProps = {
    label: 'Value',
    value,
    error: faultAt(`variations[${index}].value`),
    style: { flex: '2 1 12rem' },
  };
  return (
    <Group align="flex-start" gap="xs">
      <TextInput
        label="Key"
        style={{ flex: '1 1 8rem' }}
        maxLength={100}
        value={key}
        error={faultAt(`variations[${index}].key`)}
        onChange={({ currentTarget }) => set({ key: currentTarget.value })}
      />
      {type === 'json' ? (
        <JsonInput
          {...valueProps}
          autosize
          minRows={1}
          formatOnBlur
          onChange={(text) => set({ value: text })}
        />
      ) : (
        <TextInput
          {...valueProps}
          inputMode={type === 'number' ? 'decimal' : 'text'}
          onChange={({ currentTarget }) => set({ value: currentTarget.value })}
        />
      )}
      <Group gap="xs" mt={28} wrap="nowrap">
        <Radio
          name="off-variation"
          label="While off"
          aria-label={`Serve ${key} while the flag is off`}
          checked={offId === id}
          onChange={() => change({ offId: id })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove ${key}`}
          disabled={variations.length <= 1}
          onClick={remove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}
