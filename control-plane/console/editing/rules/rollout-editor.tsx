import { Button, Group, NumberInput, Slider, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ROLLOUT_TOTAL, type Rollout } from '../../../../shared/model/flag-set.ts';
import {
  equalShares,
  formatPercent,
  percentOf,
  sharesOfAll,
  sumOfWeights,
  weightOf,
  withWeight,
} from '../configuration/weights.ts';
import { type FaultsOf, faultText } from './editor-choices.ts';

interface RolloutEditorProps {
  readonly rollout: Rollout;
  readonly variationKeys: readonly string[];
  readonly onChange: (rollout: Rollout) => void;
  /** Of the rollout: paths such as `variations` and `seed`. */
  readonly faultsOf: FaultsOf;
  readonly isReadOnly: boolean;
}

/** The shares of the variations. They always sum to 100 %: a change is taken from the other shares, the last one first. */
export function RolloutEditor({
  rollout,
  variationKeys,
  onChange,
  faultsOf,
  isReadOnly,
}: RolloutEditorProps) {
  const shares = sharesOfAll(rollout.variations, variationKeys);
  const change = (variations: Rollout['variations']) => onChange({ ...rollout, variations });
  const fault = faultText(faultsOf('variations'));
  return (
    <Stack gap="xs">
      {shares.map(({ variation, weight }, index) => (
        <Share
          key={variation}
          name={variation}
          weight={weight}
          onChange={(next) => change(withWeight(shares, index, next))}
          isReadOnly={isReadOnly}
        />
      ))}
      <Group gap="md">
        <Text size="sm" c="dimmed">
          Sum: {formatPercent(sumOfWeights(shares))}
        </Text>
        {!isReadOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => change(equalShares(shares.map((each) => each.variation)))}
          >
            Equal shares
          </Button>
        )}
      </Group>
      {fault !== undefined && (
        <Text size="sm" c="red" role="alert">
          {fault}
        </Text>
      )}
      <RolloutDetails rollout={rollout} onChange={onChange} faultsOf={faultsOf} isReadOnly={isReadOnly} />
    </Stack>
  );
}

interface ShareProps {
  readonly name: string;
  readonly weight: number;
  readonly onChange: (weight: number) => void;
  readonly isReadOnly: boolean;
}

function Share({ name, weight, onChange, isReadOnly }: ShareProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" w="7rem" truncate title={name}>
        {name}
      </Text>
      <Slider
        flex={1}
        miw={60}
        min={0}
        max={ROLLOUT_TOTAL}
        step={1_000}
        value={weight}
        onChange={onChange}
        label={formatPercent}
        thumbLabel={`Share of ${name}`}
        thumbProps={{ 'aria-valuetext': formatPercent(weight) }}
        disabled={isReadOnly}
      />
      <NumberInput
        aria-label={`Share of ${name} in percent`}
        w="7.5rem"
        min={0}
        max={100}
        step={1}
        decimalScale={3}
        suffix=" %"
        value={percentOf(weight)}
        onChange={(value) => {
          if (typeof value === 'number' && weightOf(value) !== weight) onChange(weightOf(value));
        }}
        readOnly={isReadOnly}
      />
    </Group>
  );
}

function RolloutDetails({
  rollout,
  onChange,
  faultsOf,
  isReadOnly,
}: Omit<RolloutEditorProps, 'variationKeys'>) {
  const [isOpen, setOpen] = useState(rollout.bucketBy !== undefined || rollout.seed !== undefined);
  const { bucketBy, seed, variations } = rollout;
  const change = (next: { readonly bucketBy?: string | undefined; readonly seed?: string | undefined }) =>
    onChange({
      variations,
      ...(next.bucketBy ? { bucketBy: next.bucketBy } : {}),
      ...(next.seed ? { seed: next.seed } : {}),
    });
  if (!isOpen) {
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setOpen(true)}
      >
        Advanced: who gets which share
      </Button>
    );
  }
  return (
    <Group grow align="flex-start">
      <TextInput
        label="Bucket by"
        description="The attribute that decides who gets which share. Empty: the targeting key."
        placeholder="targetingKey"
        value={bucketBy ?? ''}
        onChange={({ currentTarget }) => change({ bucketBy: currentTarget.value, seed })}
        error={faultText(faultsOf('bucketBy'))}
        readOnly={isReadOnly}
      />
      <TextInput
        label="Seed"
        description="Flags with the same seed choose the same users. Empty: the key of the flag."
        value={seed ?? ''}
        onChange={({ currentTarget }) => change({ bucketBy, seed: currentTarget.value })}
        error={faultText(faultsOf('seed'))}
        readOnly={isReadOnly}
      />
    </Group>
  );
}
