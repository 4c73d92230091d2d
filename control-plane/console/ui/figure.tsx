import { Paper, Text } from '@mantine/core';

interface FigureProps {
  readonly label: string;
  readonly value: number;
}

/** A number with what it counts. */
export function Figure({ label, value }: FigureProps) {
  return (
    <Paper withBorder p="sm" radius="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={700} fz="h3">
        {value.toLocaleString()}
      </Text>
    </Paper>
  );
}
