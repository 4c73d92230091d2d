import '@mantine/dates/styles.css';
import { Button, Group, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { ActionProblem } from './action-problem.tsx';
import { ExactTime, exactTimeWords } from './exact-time.tsx';
import { dateOfLocal, localOfDate } from './local-time.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';

const HOUR_MS = 3_600_000;

const CALENDAR_LABELS = {
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  previousDecade: 'Previous decade',
  nextDecade: 'Next decade',
  monthLevelControl: 'Choose the month',
  yearLevelControl: 'Choose the year',
};

/** Publishes it by itself at a time. */
export function ScheduleForm({ opened }: SectionProps) {
  const { changeSet, mayEdit } = opened;
  const { applyAt } = changeSet;
  const [value, setValue] = useState<string | null>(applyAt === null ? null : localOfDate(new Date(applyAt)));
  const schedule = useAction(opened, {
    run: (calls, at: Date) => calls.schedule({ applyAt: at.toISOString() }),
    done: 'It is scheduled.',
  });
  const unschedule = useAction(opened, {
    run: (calls) => calls.unschedule(),
    done: 'It is off the schedule.',
  });
  const at = value === null ? undefined : dateOfLocal(value);
  const isPast = at !== undefined && at.getTime() <= Date.now();
  return (
    <Stack gap="sm">
      <Text size="sm">
        It is published within a second of this time, with the rights that you have then. The approvals that
        it needs must be there by then; if it does not fit any more, nothing is changed and the reason is
        shown here.
      </Text>
      {applyAt !== null && (
        <Text size="sm" fw={600}>
          Scheduled for <ExactTime value={applyAt} />.
        </Text>
      )}
      <DateTimePicker
        label="Date and time"
        description={`In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`}
        placeholder="Choose"
        valueFormat="D MMM YYYY HH:mm"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear the date and time' }}
        ariaLabels={CALENDAR_LABELS}
        timePickerProps={{ hoursInputLabel: 'Hours', minutesInputLabel: 'Minutes' }}
        submitButtonProps={{ 'aria-label': 'Choose this time' }}
        minDate={localOfDate(new Date())}
        presets={[
          { value: localOfDate(new Date(Date.now() + HOUR_MS)), label: 'In an hour' },
          { value: localOfDate(new Date(Date.now() + 24 * HOUR_MS)), label: 'In a day' },
        ]}
        value={value}
        onChange={setValue}
        error={isPast ? 'This time is past.' : undefined}
        disabled={!mayEdit}
      />
      {at !== undefined && <Text size="sm">{exactTimeWords(at)}</Text>}
      <Group>
        <Button
          onClick={() => at !== undefined && schedule.mutate(at)}
          loading={schedule.isPending}
          disabled={!mayEdit || at === undefined || isPast}
        >
          {applyAt === null ? 'Schedule' : 'Change the time'}
        </Button>
        {applyAt !== null && (
          <Button
            variant="default"
            onClick={() => unschedule.mutate()}
            loading={unschedule.isPending}
            disabled={!mayEdit}
          >
            Take it off the schedule
          </Button>
        )}
      </Group>
      {!mayEdit && <Text size="sm">This needs the role editor in the environments that it changes.</Text>}
      <ActionProblem error={schedule.error} title="It was not scheduled" />
      <ActionProblem error={unschedule.error} title="It is still scheduled" />
    </Stack>
  );
}
