import { ActionIcon, Button, Fieldset, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { DURATION_UNITS } from './durations.ts';
import { type PlannedStep, stepFault } from './rollout-values.ts';

interface RolloutStepsProps {
  readonly steps: readonly PlannedStep[];
  readonly onChange: (steps: readonly PlannedStep[]) => void;
}

/** The share of users of each step, and the time until the next one. */
export function RolloutSteps({ steps, onChange }: RolloutStepsProps) {
  const fault = stepFault(steps);
  const change = (id: string, part: Partial<PlannedStep>) =>
    onChange(steps.map((step) => (step.id === id ? { ...step, ...part } : step)));
  const add = () => {
    const last = steps.at(-1);
    const percent = Math.min(100, (last?.percent ?? 0) * 2 || 1);
    onChange([...steps, { id: crypto.randomUUID(), percent, amount: 1, unit: 'days' }]);
  };
  return (
    <Stack gap="xs">
      {steps.map((step, index) => (
        <StepFields
          key={step.id}
          step={step}
          number={index + 1}
          isLast={index === steps.length - 1}
          onChange={(part) => change(step.id, part)}
          onRemove={() => onChange(steps.filter(({ id }) => id !== step.id))}
        />
      ))}
      {fault !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
      <Group>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          Add a step
        </Button>
      </Group>
    </Stack>
  );
}

interface StepFieldsProps {
  readonly step: PlannedStep;
  /** From 1. */
  readonly number: number;
  readonly isLast: boolean;
  readonly onChange: (part: Partial<PlannedStep>) => void;
  readonly onRemove: () => void;
}

function StepFields({ step, number, isLast, onChange, onRemove }: StepFieldsProps) {
  const { percent, amount, unit } = step;
  return (
    <Fieldset legend={`Step ${number}`} p="xs">
      <Group gap="xs" align="flex-end">
        <NumberInput
          label="Users"
          suffix=" %"
          min={0.001}
          max={100}
          decimalScale={3}
          w={90}
          value={percent}
          onChange={(value) => onChange({ percent: Number(value) })}
        />
        {!isLast && (
          <>
            <NumberInput
              label="Then wait"
              min={1}
              allowDecimal={false}
              w={70}
              value={amount}
              onChange={(value) => onChange({ amount: Number(value) })}
            />
            <Select
              aria-label={`Unit of the wait after step ${number}`}
              w={100}
              allowDeselect={false}
              data={DURATION_UNITS.map((entry) => entry.unit)}
              value={unit}
              onChange={(value) =>
                onChange({ unit: DURATION_UNITS.find((entry) => entry.unit === value)?.unit ?? unit })
              }
            />
          </>
        )}
        <ActionIcon
          variant="subtle"
          color="red"
          size="lg"
          aria-label={`Remove step ${number}`}
          onClick={onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </Fieldset>
  );
}
