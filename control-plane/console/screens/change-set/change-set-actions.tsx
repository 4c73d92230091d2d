import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isOpenState } from '../../editing/review/state-words.ts';
import { confirmDestructive } from '../../ui/confirm.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { ActionProblem } from './action-problem.tsx';
import { type SectionProps, useAction } from './opened-change-set.ts';

/** Discards a draft. */
export function DiscardButton({ opened }: SectionProps) {
  const { changeSet, mayEdit } = opened;
  const discard = useAction(opened, { run: (calls) => calls.discard(), done: 'Discarded.' });
  if (!isOpenState(changeSet.state) || !mayEdit) return null;
  const failed = (error: Error) =>
    notifications.show({
      color: 'red',
      title: 'It was not discarded',
      message: error.message,
      autoClose: false,
    });
  const ask = () =>
    confirmDestructive({
      title: 'Discard this change set?',
      children: `Its ${changeSet.operationCount} ${changeSet.operationCount === 1 ? 'operation is' : 'operations are'} never applied. No application notices anything. It can still be read, but not be edited or published any more; this cannot be undone.`,
      confirmLabel: 'Discard',
      onConfirm: () => discard.mutate(undefined, { onError: failed }),
    });
  return (
    <Button
      variant="default"
      leftSection={<IconTrash size={16} aria-hidden />}
      loading={discard.isPending}
      onClick={ask}
    >
      Discard …
    </Button>
  );
}

/** Makes a draft that takes an applied change set back, and opens it: its diff comes first. */
export function RevertSection({ opened }: SectionProps) {
  const { changeSet, path, mayEdit } = opened;
  const navigate = useNavigate();
  // A request that is sent again makes no second draft.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const revert = useAction(opened, {
    run: (calls) => calls.revert(idempotencyKey),
    done: 'Here is the draft that takes it back. Nothing is changed yet: look at it, then publish it.',
    onDone: ({ id: changeSetId }) =>
      void navigate({
        to: '/projects/$projectId/change-sets/$changeSetId',
        params: { projectId: path.projectId, changeSetId },
      }),
  });
  const isPast =
    changeSet.state === 'applied' || changeSet.state === 'completed' || changeSet.state === 'stopped';
  const isPaused = changeSet.rolloutState === 'paused';
  if (!isPast && !isPaused) return null;
  if (changeSet.origin === 'unrecorded') return null;
  return (
    <>
      <ReasonedButton
        label="Revert …"
        variant="default"
        icon={<IconArrowBackUp size={16} aria-hidden />}
        reason={mayEdit ? undefined : 'This needs the role editor in an environment of the project.'}
        isLoading={revert.isPending}
        onClick={() => revert.mutate()}
      />
      <ActionProblem
        error={revert.error}
        title="No draft was made"
        hint="What is named was changed by others later. Make a new draft by hand for these places."
      />
    </>
  );
}
