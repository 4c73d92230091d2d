import type { ChangeSet } from '../../api/change-set-queries.ts';

/** A state as people see it: what waits for its time has a name of its own. */
export type ShownState = ChangeSet['state'] | 'scheduled';

type StateFields = Pick<ChangeSet, 'state' | 'applyAt' | 'rolloutState'>;

export function shownState({ state, applyAt }: Pick<ChangeSet, 'state' | 'applyAt'>): ShownState {
  return applyAt !== null && isOpenState(state) ? 'scheduled' : state;
}

/** Whether it can still be edited, reviewed and published. */
export function isOpenState(state: ChangeSet['state']): boolean {
  return state === 'draft' || state === 'in_review' || state === 'approved';
}

export const STATE_LABELS: Readonly<Record<ShownState, string>> = {
  draft: 'draft',
  in_review: 'in review',
  approved: 'approved',
  scheduled: 'scheduled',
  rolling_out: 'rolling out',
  applied: 'applied',
  completed: 'rolled out',
  stopped: 'stopped',
  discarded: 'discarded',
};

export const STATE_COLORS: Readonly<Record<ShownState, string>> = {
  draft: 'gray',
  in_review: 'yellow',
  approved: 'teal',
  scheduled: 'violet',
  rolling_out: 'blue',
  applied: 'green',
  completed: 'green',
  stopped: 'red',
  discarded: 'gray',
};

/** What comes next, in one or two sentences. */
export function nextWords(changeSet: StateFields): string {
  const isInSteps = changeSet.rolloutState !== null;
  const publish = isInSteps ? 'start its rollout' : 'publish it';
  switch (shownState(changeSet)) {
    case 'draft':
      return `Nobody gets these changes yet. Check the diff, then ask for a review or ${publish}.`;
    case 'in_review':
      return 'Others read the diff now and approve it. Any edit makes it a draft again, and approvals of the old diff no longer count.';
    case 'approved':
      return `It has its approvals. An editor can ${publish} now, or plan a time.`;
    case 'scheduled':
      return 'It is published by itself at its time, if it still fits then. Any edit takes it off the schedule.';
    case 'rolling_out':
      return changeSet.rolloutState === 'paused'
        ? 'The rollout is paused: nothing more changes until someone resumes it.'
        : 'More users get the variation with each step. You can pause it, or stop it and take it back.';
    case 'applied':
      return 'It is in effect and never changes again. To take it back, revert it: that makes a new draft.';
    case 'completed':
      return 'The last step of the rollout is applied.';
    case 'stopped':
      return 'The rollout was stopped. The history has an entry for each step that was applied.';
    case 'discarded':
      return 'It was discarded. It changed nothing, and it is kept to be read.';
  }
}
