import { Button, type ButtonVariant, type MantineColor, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface ReasonedButtonProps {
  readonly label: string;
  /** Why it cannot be pressed. */
  readonly reason: string | undefined;
  readonly icon?: ReactNode;
  readonly isLoading?: boolean;
  readonly color?: MantineColor;
  readonly variant?: ButtonVariant;
  readonly onClick: () => void;
}

/** A button that stays in reach of keyboard and screen reader when it cannot be pressed, and says why. */
export function ReasonedButton({
  label,
  reason,
  icon,
  isLoading = false,
  color,
  variant = 'filled',
  onClick,
}: ReasonedButtonProps) {
  return (
    <>
      <Tooltip
        label={reason}
        disabled={reason === undefined}
        multiline
        maw={320}
        events={{ hover: true, focus: true, touch: true }}
      >
        <Button
          leftSection={icon}
          variant={variant}
          {...(color === undefined ? {} : { color })}
          loading={isLoading}
          {...(reason === undefined ? {} : { 'data-disabled': true })}
          aria-disabled={reason !== undefined}
          onClick={(event) => (reason === undefined ? onClick() : event.preventDefault())}
        >
          {label}
        </Button>
      </Tooltip>
      {reason !== undefined && (
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      )}
    </>
  );
}
