import type { ChangeSet } from '../../api/change-set-queries.ts';

/** One step on the way of a change set. */
interface ProgressStep {
  readonly label: string;
  readonly about: string;
}

export interface Progress {
  readonly steps: readonly ProgressStep[];
  /** The step that it is at; the number of steps if it has come to the end. */
  readonly active: number;
  /** Whether it ended before its end. */
  readonly isEnded: boolean;
}

type ProgressFields = Pick<ChangeSet, 'state' | 'applyAt' | 'rolloutState' | 'appliedAt'>;

/** Where a change set is on its way from draft to applied. */
export function progressOf({ state, applyAt, rolloutState }: ProgressFields): Progress {
  const isRollout = rolloutState !== null;
  const last = isRollout
    ? { label: state === 'stopped' ? 'Stopped' : 'Rolled out', about: 'all steps' }
    : { label: 'Applied', about: 'in effect' };
  const steps: readonly ProgressStep[] = [
    { label: 'Draft', about: 'being edited' },
    { label: 'In review', about: 'others read it' },
    { label: 'Approved', about: 'may be published' },
    ...(applyAt === null ? [] : [{ label: 'Scheduled', about: 'waits for its time' }]),
    ...(isRollout ? [{ label: 'Rolling out', about: 'step by step' }] : []),
    state === 'discarded' ? { label: 'Discarded', about: 'changed nothing' } : last,
  ];
  const labels = steps.map(({ label }) => label);
  const isEnded = state === 'discarded' || state === 'stopped';
  const at = (label: string) => labels.indexOf(label);
  const isWaiting = applyAt !== null && (state === 'draft' || state === 'in_review' || state === 'approved');
  if (isWaiting && state === 'approved') return { steps, active: at('Scheduled'), isEnded };
  switch (state) {
    case 'draft':
      return { steps, active: 0, isEnded };
    case 'in_review':
      return { steps, active: 1, isEnded };
    case 'approved':
      return { steps, active: 2, isEnded };
    case 'rolling_out':
      return { steps, active: at('Rolling out'), isEnded };
    case 'applied':
    case 'completed':
      return { steps, active: steps.length, isEnded };
    case 'discarded':
    case 'stopped':
      return { steps, active: steps.length - 1, isEnded };
  }
}
