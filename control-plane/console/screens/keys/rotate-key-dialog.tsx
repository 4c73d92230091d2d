import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { MountedModal } from '../../ui/mounted-modal.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useKeyActions } from './key-actions.tsx';
import type { SdkKey } from './key-queries.ts';

interface RotateKeyDialogProps {
  readonly projectId: string;
  readonly sdkKey: SdkKey;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;
const OVERLAPS = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '1 week' },
  { value: '720', label: '30 days' },
];

/** Replaces a key without an interruption: for a time both work. */
export function RotateKeyDialog({ projectId, sdkKey, onClose }: RotateKeyDialogProps) {
  const [hours, setHours] = useState('24');
  const { rotate } = useKeyActions(projectId);
  const start = () => {
    const oldKeyExpiresAt = new Date(Date.now() + Number(hours) * HOUR_MS).toISOString();
    rotate.mutate({ keyId: sdkKey.id, oldKeyExpiresAt });
  };
  return (
    <MountedModal
      onClose={onClose}
      title={`Rotate ${sdkKey.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        {rotate.isError && <ProblemAlert error={rotate.error} title="The key was not rotated" />}
        {rotate.data === undefined ? (
          <>
            <Text size="sm">
              A new key of the same kind and environments is made. The old one works for some time more, so
              that you can bring the new one everywhere.
            </Text>
            <Select
              label="The old key works for"
              data={OVERLAPS}
              value={hours}
              allowDeselect={false}
              onChange={(value) => value !== null && setHours(value)}
            />
          </>
        ) : (
          <SecretOnce what="new key" value={rotate.data.key} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {rotate.data === undefined ? 'Cancel' : 'Done'}
          </Button>
          {rotate.data === undefined && (
            <Button onClick={start} loading={rotate.isPending}>
              Rotate the key
            </Button>
          )}
        </Group>
      </Stack>
    </MountedModal>
  );
}
