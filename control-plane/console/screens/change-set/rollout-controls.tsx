import { Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { useRights } from '../../api/rights.ts';
import { ActionProblem } from './action-problem.tsx';
import { approvalRuleQuery, type RolloutStatus } from './change-set-parts.ts';
import { type SectionProps, useAction } from './opened-change-set.ts';

interface RolloutControlsProps extends SectionProps {
  readonly rollout: RolloutStatus;
}

/** Pause, resume, the next step at once, and stop. */
export function RolloutControls({ opened, rollout }: RolloutControlsProps) {
  const { environmentKey, state } = rollout;
  const mayEdit = useRights(opened.path.projectId).isAtLeast('editor', environmentKey);
  const pause = useAction(opened, {
    run: (calls) => calls.pauseRollout(),
    done: 'Paused: no step follows until someone resumes it.',
  });
  if (state !== 'running' && state !== 'paused') return null;
  if (!mayEdit) {
    return (
      <Text size="sm" c="dimmed">
        To pause or stop it you need the role editor in {environmentKey}.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Group>
        {state === 'running' ? (
          <Button variant="default" onClick={() => pause.mutate()} loading={pause.isPending}>
            Pause
          </Button>
        ) : (
          <Resume opened={opened} rollout={rollout} />
        )}
        <Advance opened={opened} rollout={rollout} />
        <Stop opened={opened} />
      </Group>
      <ActionProblem error={pause.error} title="It was not paused" />
    </Stack>
  );
}

/** In a protected environment the waits were approved, too. */
function useIsProtected({ opened, rollout }: RolloutControlsProps): boolean {
  const query = useQuery(approvalRuleQuery(useApi(), opened.path.projectId, rollout.environmentKey));
  return query.data !== null && query.data !== undefined;
}

function Resume(props: RolloutControlsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [isImmediate, setIsImmediate] = useState(false);
  const isProtected = useIsProtected(props);
  const resume = useAction(props.opened, {
    run: (calls) => calls.resumeRollout({ immediately: isImmediate }),
    done: 'The rollout goes on.',
    onDone: close,
  });
  return (
    <>
      <Button onClick={open}>Resume …</Button>
      <Modal opened={isOpen} onClose={close} title="Resume the rollout">
        <Stack>
          <Text size="sm">
            It goes on after the rest of the wait. From now on your rights count at each step.
          </Text>
          <Checkbox
            label="Apply the next step at once"
            description={
              isProtected ? 'Not here: the environment is protected, and its waits were approved.' : undefined
            }
            disabled={isProtected}
            checked={isImmediate}
            onChange={(event) => setIsImmediate(event.currentTarget.checked)}
          />
          <ActionProblem error={resume.error} title="It was not resumed" />
          <Group justify="flex-end">
            <Button onClick={() => resume.mutate()} loading={resume.isPending}>
              Resume
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Advance(props: RolloutControlsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const isProtected = useIsProtected(props);
  const isAdmin = useRights(props.opened.path.projectId).isAtLeast('admin');
  const advance = useAction(props.opened, {
    run: (calls) => calls.advanceRollout(reason.trim()),
    done: 'The next step is applied.',
    onDone: close,
  });
  const isBlocked = isProtected && (!isAdmin || reason.trim() === '');
  return (
    <>
      <Button variant="default" onClick={open}>
        Next step now …
      </Button>
      <Modal opened={isOpen} onClose={close} title="Apply the next step now?">
        <Stack>
          <Text size="sm">
            The rest of the wait is skipped.
            {isProtected &&
              ' The wait was approved: only an admin of the project skips it, with a reason that the history keeps.'}
          </Text>
          {isProtected && (
            <TextInput
              label="Reason"
              required
              disabled={!isAdmin}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <ActionProblem error={advance.error} title="The step was not applied" />
          <Group justify="flex-end">
            <Button onClick={() => advance.mutate()} loading={advance.isPending} disabled={isBlocked}>
              Apply the next step
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Stop({ opened }: SectionProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [way, setWay] = useState('revert');
  const stop = useAction(opened, {
    run: (calls) => calls.stopRollout({ revert: way === 'revert' }),
    done: way === 'revert' ? 'Stopped, and every step is taken back.' : 'Stopped. What was applied stays.',
    onDone: close,
  });
  return (
    <>
      <Button color="red" variant="outline" onClick={open}>
        Stop …
      </Button>
      <Modal opened={isOpen} onClose={close} title="Stop the rollout?">
        <Stack>
          <Radio.Group label="What was applied so far" value={way} onChange={setWay}>
            <Stack gap="xs" mt="xs">
              <Radio
                value="revert"
                label="Take it back"
                description="Everything is as before the first step, in the same moment. In a protected environment this may need approvals: pause instead, revert the steps, and have that approved."
              />
              <Radio
                value="keep"
                label="Keep it"
                description="Users who have the variation keep it; nobody else gets it."
              />
            </Stack>
          </Radio.Group>
          <Text size="sm">A stopped rollout cannot be resumed. To wait only, pause it.</Text>
          <ActionProblem
            error={stop.error}
            title="It was not stopped"
            hint="Pause it first. Then revert the steps from the history, and have that draft approved."
          />
          <Group justify="flex-end">
            <Button color="red" onClick={() => stop.mutate()} loading={stop.isPending}>
              Stop the rollout
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
