import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';

interface Confirmation {
  readonly title: string;
  /** What it will do, in numbers, and whether it can be undone. */
  readonly children: ReactNode;
  /** The verb on the button: "Revoke the key". */
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
}

/** Asks before a step that takes something away. */
export function confirmDestructive({ title, children, confirmLabel, onConfirm }: Confirmation): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{children}</Text>,
    labels: { confirm: confirmLabel, cancel: 'Cancel' },
    confirmProps: { color: 'red' },
    onConfirm,
  });
}
