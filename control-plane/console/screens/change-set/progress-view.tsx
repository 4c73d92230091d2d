import { Alert, Paper, Stack, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconClockExclamation } from '@tabler/icons-react';
import { nextWords } from '../../editing/review/state-words.ts';
import { ExactTime } from './exact-time.tsx';
import type { SectionProps } from './opened-change-set.ts';
import { progressOf } from './progress-steps.ts';

/** Where the change set is on its way, and what comes next. */
export function ProgressView({ opened: { changeSet } }: SectionProps) {
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const { steps, active, isEnded } = progressOf(changeSet);
  const { applyAt, appliedAt, scheduleError, state } = changeSet;
  const isWaiting =
    applyAt !== null && appliedAt === null && state !== 'discarded' && state !== 'rolling_out';
  return (
    <Paper withBorder p="md" radius="md">
      <Stack gap="sm">
        <Stepper
          active={active}
          size="xs"
          orientation={isNarrow ? 'vertical' : 'horizontal'}
          {...(isEnded ? { color: 'red' } : {})}
          aria-label={`Progress: ${steps[Math.min(active, steps.length - 1)]?.label ?? ''}`}
          role="group"
        >
          {steps.map(({ label, about }) => (
            <Stepper.Step key={label} label={label} description={about} allowStepSelect={false} />
          ))}
        </Stepper>
        <Text aria-live="polite">
          {nextWords(changeSet)}
          {isWaiting && (
            <>
              {' '}
              Its time: <ExactTime value={applyAt} />.
            </>
          )}
        </Text>
        {scheduleError !== null && (
          <Alert
            color="red"
            icon={<IconClockExclamation aria-hidden />}
            title="It was not published at its time, and nothing was changed"
          >
            {scheduleError} Mend what it names, then choose a time again.
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
