import { Alert, Code, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { CopyText } from './copy-button.tsx';

interface SecretOnceProps {
  /** What it is: "key", "token". */
  readonly what: string;
  readonly value: string;
}

/** Shows a secret that the control plane does not keep: it cannot be shown again. */
export function SecretOnce({ what, value }: SecretOnceProps) {
  return (
    <Alert color="green" icon={<IconKey aria-hidden />} title={`Copy the ${what} now`} role="status">
      <Stack gap="xs">
        <Text size="sm">It is shown only once: the control plane keeps no more than its hash.</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {value}
        </Code>
        <Group>
          <CopyText value={value} what={what} />
        </Group>
      </Stack>
    </Alert>
  );
}
