import { Badge } from '@mantine/core';
import type { ChangeSet } from '../../api/change-set-queries.ts';
import { STATE_COLORS, STATE_LABELS, shownState } from './state-words.ts';

interface ChangeSetBadgeProps {
  readonly changeSet: Pick<ChangeSet, 'state' | 'applyAt'>;
}

/** The state of a change set. */
export function ChangeSetBadge({ changeSet }: ChangeSetBadgeProps) {
  const state = shownState(changeSet);
  return (
    <Badge color={STATE_COLORS[state]} autoContrast>
      {STATE_LABELS[state]}
    </Badge>
  );
}
