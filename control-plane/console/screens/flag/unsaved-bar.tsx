import { Affix, Box, Button, Group, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useBlocker } from '@tanstack/react-router';
import { confirmDestructive } from '../../ui/confirm.tsx';
import type { FlagPlace } from './flag-queries.ts';
import { SaveDialog } from './save-dialog.tsx';
import type { EnvironmentEdits } from './use-flag-edits.ts';
import type { SaveProblem } from './use-save.ts';

interface UnsavedBarProps {
  readonly place: FlagPlace;
  readonly edits: readonly EnvironmentEdits[];
  readonly onProblem: (problem: SaveProblem | undefined) => void;
}

/** Says that there are edits that are not saved, and keeps the page from being left without a question. */
export function UnsavedBar({ place, edits, onProblem }: UnsavedBarProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const changed = edits.filter(({ session }) => session?.isChanged === true);
  const isConflict = changed.some(({ session }) => (session?.conflicts.length ?? 0) > 0);
  const hasChanges = changed.length > 0;
  useBlocker({
    disabled: !hasChanges,
    enableBeforeUnload: hasChanges,
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname &&
      !window.confirm('Your edits of this flag are not saved. Leave the page and lose them?'),
  });
  const discardAll = () =>
    confirmDestructive({
      title: 'Discard your edits?',
      children: `The edits in ${changed.length === 1 ? 'one environment' : `${changed.length} environments`} are lost. What is published stays as it is.`,
      confirmLabel: 'Discard',
      onConfirm: () => {
        for (const each of changed) each.discard();
        onProblem(undefined);
      },
    });
  return (
    <>
      {hasChanges && <Box h={80} aria-hidden />}
      {hasChanges && (
        <Affix position={{ bottom: 16, left: 16, right: 16 }} zIndex={150} style={{ pointerEvents: 'none' }}>
          <Paper
            role="region"
            aria-label="Unsaved changes"
            withBorder
            shadow="md"
            p="sm"
            maw="46rem"
            mx="auto"
            style={{ pointerEvents: 'auto' }}
          >
            <Group justify="space-between">
              <Text size="sm">
                {isConflict ? 'Decide what stays before you save: ' : 'Unsaved changes in '}
                {changed.map(({ environmentKey }) => environmentKey).join(', ')}
              </Text>
              <Group gap="xs">
                <Button variant="default" size="sm" onClick={discardAll}>
                  Discard
                </Button>
                <Button size="sm" onClick={open} disabled={isConflict}>
                  Save…
                </Button>
              </Group>
            </Group>
          </Paper>
        </Affix>
      )}
      <SaveDialog
        place={place}
        edits={changed}
        isOpen={isOpen && hasChanges}
        onClose={close}
        onProblem={onProblem}
      />
    </>
  );
}
