import { Button, Checkbox, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHammer } from '@tabler/icons-react';
import { useState } from 'react';
import { useRights } from '../../api/rights.ts';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { ActionProblem } from './action-problem.tsx';
import { type SectionProps, useAction } from './opened-change-set.ts';
import { useProtectedEnvironments } from './use-approvals.ts';

/** Publishing without approvals, in an emergency. Shown where approvals are needed. */
export function BreakGlass({ opened }: SectionProps) {
  const rules = useProtectedEnvironments(opened);
  const isAdmin = useRights(opened.path.projectId).isAtLeast('admin');
  const [isOpen, { open, close }] = useDisclosure(false);
  if (rules.length === 0) return null;
  const hasRollout = opened.changeSet.rolloutState !== null;
  const reason = isAdmin
    ? hasRollout
      ? 'A rollout cannot be started without approvals: remove its steps first.'
      : undefined
    : 'Only admins of the project may publish without approvals.';
  return (
    <Stack gap="xs" align="flex-start">
      <ReasonedButton
        label="Break the glass …"
        variant="default"
        icon={<IconHammer size={16} aria-hidden />}
        reason={reason}
        onClick={open}
      />
      <Modal opened={isOpen} onClose={close} title="Publish without approvals?">
        {isOpen && <BreakGlassForm opened={opened} onClose={close} />}
      </Modal>
    </Stack>
  );
}

function BreakGlassForm({ opened, onClose }: SectionProps & { readonly onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [isSure, setIsSure] = useState(false);
  const apply = useAction(opened, {
    run: (calls) => calls.breakGlass({ reason: reason.trim() }),
    done: 'Published without approvals. The history keeps your reason.',
    onDone: onClose,
  });
  const keys = useProtectedEnvironments(opened).map(({ environmentKey }) => environmentKey);
  return (
    <Stack>
      <Text size="sm">This is for emergencies. It means:</Text>
      <List size="sm">
        <List.Item>
          All changes take effect now in {keys.join(', ')}, although nobody else has approved them.
        </List.Item>
        <List.Item>The history and the audit log keep your name and your reason for ever.</List.Item>
        <List.Item>It can be taken back: revert it, and publish that.</List.Item>
      </List>
      <Textarea
        label="Reason"
        description="What is broken, and why it cannot wait."
        required
        data-autofocus
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Checkbox
        label="I have read what it changes"
        checked={isSure}
        onChange={(event) => setIsSure(event.currentTarget.checked)}
      />
      <ActionProblem error={apply.error} title="It was not published, and nothing was changed" />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="red"
          disabled={reason.trim() === '' || !isSure}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          Publish without approvals
        </Button>
      </Group>
    </Stack>
  );
}
