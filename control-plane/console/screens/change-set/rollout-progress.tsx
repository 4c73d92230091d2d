import { Alert, Anchor, Badge, Group, Progress, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ROLLOUT_TOTAL } from '../../../../shared/model/flag-set.ts';
import { useApi } from '../../api/api-context.tsx';
import { shareText } from '../../editing/diff/rule-words.ts';
import { pointerSentence } from '../../editing/review/pointer-words.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { type RolloutStatus, rolloutQuery } from './change-set-parts.ts';
import { durationWords } from './durations.ts';
import type { SectionProps } from './opened-change-set.ts';
import { RolloutControls } from './rollout-controls.tsx';
import { Section } from './section.tsx';

type StepStatus = RolloutStatus['steps'][number];

/** How far a rollout is. It is live. */
export function RolloutProgress({ opened }: SectionProps) {
  const query = useQuery(rolloutQuery(useApi(), opened.path));
  return (
    <Section
      title="Rollout"
      intro="Each step is one entry of the history. Who has the variation keeps it in later steps."
    >
      <QueryView query={query} what="rollout">
        {(rollout) => (
          <Stack gap="sm">
            <RolloutShare rollout={rollout} />
            {rollout.reason !== null && (
              <Alert color="red" title="It has stopped by itself: a step no longer fits">
                {pointerSentence(rollout.reason)} What was applied stays until you take it back: open the
                entry of each step, the latest first, and revert it.
              </Alert>
            )}
            <DataTable
              label="Steps of the rollout"
              columns={stepColumns(opened.path.projectId)}
              rows={rollout.steps}
              keyOf={({ position }) => String(position)}
            />
            <RolloutControls opened={opened} rollout={rollout} />
          </Stack>
        )}
      </QueryView>
    </Section>
  );
}

function RolloutShare({ rollout }: { readonly rollout: RolloutStatus }) {
  const { flagKey, environmentKey, variation, steps } = rollout;
  const reached = steps.filter(({ state }) => state === 'applied').at(-1)?.weight ?? 0;
  const next = steps.find(({ dueAt }) => dueAt !== null);
  return (
    <div>
      <Text>
        <strong>{shareText(reached)}</strong> of the users of this rule get <strong>{variation}</strong> of{' '}
        {flagKey} in {environmentKey}.
      </Text>
      <Progress
        my="xs"
        value={(reached * 100) / ROLLOUT_TOTAL}
        aria-label={`Users who get ${variation}`}
        striped={rollout.state === 'running'}
      />
      {next?.dueAt && (
        <Text size="sm">
          Next: {shareText(next.weight)} <Countdown until={next.dueAt} />
        </Text>
      )}
    </div>
  );
}

const TICK_MS = 1_000;

function Countdown({ until }: { readonly until: string }) {
  const [now, setNow] = useState(() => Date.now());
  const { start, stop } = useInterval(() => setNow(Date.now()), TICK_MS);
  useEffect(() => {
    start();
    return stop;
  }, [start, stop]);
  const seconds = (new Date(until).getTime() - now) / 1_000;
  return <>{seconds <= 0 ? 'any moment' : `in ${durationWords(seconds)}`}</>;
}

const STEP_COLORS: Readonly<Record<StepStatus['state'], string>> = {
  planned: 'gray',
  applied: 'green',
  paused: 'yellow',
  failed: 'red',
  stopped: 'gray',
};

const stepColumns = (projectId: string): readonly DataColumn<StepStatus>[] => [
  { title: 'Step', cell: ({ position }) => position },
  { title: 'Share', cell: ({ weight }) => shareText(weight) },
  {
    title: 'State',
    cell: ({ state }) => (
      <Badge size="sm" color={STEP_COLORS[state]} autoContrast>
        {state}
      </Badge>
    ),
  },
  {
    title: 'When',
    cell: ({ appliedAt, dueAt }) => {
      const at = appliedAt ?? dueAt;
      return at === null ? '–' : <RelativeTime value={at} />;
    },
  },
  { title: 'Then wait', cell: ({ waitSeconds }) => (waitSeconds === 0 ? '–' : durationWords(waitSeconds)) },
  {
    title: 'History',
    cell: ({ entryId, number }) =>
      entryId === null ? (
        '–'
      ) : (
        <Group gap={0}>
          <Anchor size="sm" component={Link} to={`/projects/${projectId}/change-sets/${entryId}`}>
            {number === null ? 'entry' : `#${number}`}
          </Anchor>
        </Group>
      ),
  },
];
