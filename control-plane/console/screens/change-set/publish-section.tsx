import { Checkbox, Stack, Tabs, Text } from '@mantine/core';
import { IconBolt, IconClock, IconStairsUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { ActionProblem } from './action-problem.tsx';
import { BreakGlass } from './break-glass.tsx';
import { problemsQuery } from './change-set-parts.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { RolloutPlan } from './rollout-plan.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { Section } from './section.tsx';

/** Publishing it: now, at a time, or in steps. */
export function PublishSection({ opened }: SectionProps) {
  const { applyAt, rolloutState } = opened.changeSet;
  const initial = applyAt !== null ? 'time' : rolloutState !== null ? 'steps' : 'now';
  const [tab, setTab] = useState<string | null>(initial);
  return (
    <Section title="Publish" intro="From then on applications get the changes, within seconds.">
      <Stack>
        <Tabs value={tab} onChange={setTab}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="now" leftSection={<IconBolt size={16} aria-hidden />}>
              Now
            </Tabs.Tab>
            <Tabs.Tab value="time" leftSection={<IconClock size={16} aria-hidden />}>
              At a time
            </Tabs.Tab>
            <Tabs.Tab value="steps" leftSection={<IconStairsUp size={16} aria-hidden />}>
              In steps
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="now">
            <PublishNow opened={opened} />
          </Tabs.Panel>
          <Tabs.Panel value="time">
            <ScheduleForm opened={opened} />
          </Tabs.Panel>
          <Tabs.Panel value="steps">
            <RolloutPlan opened={opened} />
          </Tabs.Panel>
        </Tabs>
        <BreakGlass opened={opened} />
      </Stack>
    </Section>
  );
}

function PublishNow({ opened }: SectionProps) {
  const [allowsOld, setAllowsOld] = useState(false);
  const { data } = useQuery(problemsQuery(useApi(), opened.path));
  const isRollout = opened.changeSet.rolloutState !== null;
  const publish = useAction(opened, {
    run: async (calls) => {
      await (isRollout ? calls.startRollout(allowsOld) : calls.apply(allowsOld));
    },
    done: isRollout ? 'The rollout has started: its first step is applied.' : 'Published.',
  });
  const tooOld = data?.unsupportedTotal ?? 0;
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        {isRollout
          ? 'The first step is applied now, the others each after its wait.'
          : 'All changes take effect together: either all of them or none.'}
      </Text>
      {tooOld > 0 && (
        <Checkbox
          label="Also if connected readers are too old for it"
          checked={allowsOld}
          onChange={(event) => setAllowsOld(event.currentTarget.checked)}
        />
      )}
      <ReasonedButton
        label={isRollout ? 'Start the rollout' : 'Publish now'}
        reason={usePublishObstacle(opened, tooOld > 0 && !allowsOld)}
        isLoading={publish.isPending}
        onClick={() => publish.mutate()}
      />
      <ActionProblem
        error={publish.error}
        title="It was not published, and nothing was changed"
        hint="What is said above has to be mended first. If approvals are missing, request a review in the section “Review”; then publish again."
      />
    </Stack>
  );
}

/** Why it cannot be published now; undefined if nothing is known against it. The API decides. */
function usePublishObstacle({ path, changeSet, mayEdit }: SectionProps['opened'], isTooNew: boolean) {
  const { data } = useQuery(problemsQuery(useApi(), path));
  if (!mayEdit) return 'This needs the role editor in the environments that it changes.';
  if (changeSet.operationCount === 0 && changeSet.rolloutState === null) {
    return 'There is nothing to publish yet: add changes first.';
  }
  if (data === undefined) return undefined;
  if (data.conflictsTotal > 0) return 'It overlaps with changes of others: see “What to look at first”.';
  if (data.problemsTotal > 0) return 'Something is not valid: see “What to look at first”.';
  return isTooNew ? 'Connected readers are too old for it: update them, or allow it above.' : undefined;
}
