import { Chip, Group, Text } from '@mantine/core';
import type { Environment } from '../../api/project-queries.ts';

interface EnvironmentChoiceProps {
  readonly environments: readonly Environment[];
  readonly shown: readonly string[];
  readonly onChange: (keys: readonly string[]) => void;
}

/** Which environments are shown, one or several side by side. At least one is. */
export function EnvironmentChoice({ environments, shown, onChange }: EnvironmentChoiceProps) {
  return (
    <Group gap="xs" role="group" aria-label="Environments that are shown">
      <Text size="sm" c="dimmed" aria-hidden>
        Environments
      </Text>
      <Chip.Group
        multiple
        value={[...shown]}
        onChange={(keys) => {
          if (keys.length > 0) onChange(keys);
        }}
      >
        {environments.map(({ key, name }) => (
          <Chip key={key} value={key} size="sm">
            {name}
          </Chip>
        ))}
      </Chip.Group>
    </Group>
  );
}
