import { expect, test } from 'vitest';
import { progressOf } from './progress-steps.ts';

const draft = { state: 'draft', applyAt: null, rolloutState: null, appliedAt: null } as const;
const labelAt = ({ steps, active }: ReturnType<typeof progressOf>) => steps[active]?.label ?? 'end';

test.each([
  [draft, 'Draft'],
  [{ ...draft, state: 'in_review' }, 'In review'],
  [{ ...draft, state: 'approved' }, 'Approved'],
  [{ ...draft, state: 'approved', applyAt: '2027-01-31T08:00:00Z' }, 'Scheduled'],
  [{ ...draft, state: 'rolling_out', rolloutState: 'running' }, 'Rolling out'],
  [{ ...draft, state: 'applied', appliedAt: '2027-01-31T08:00:00Z' }, 'end'],
  [{ ...draft, state: 'completed', rolloutState: 'completed' }, 'end'],
  [{ ...draft, state: 'stopped', rolloutState: 'stopped' }, 'Stopped'],
  [{ ...draft, state: 'discarded' }, 'Discarded'],
] as const)('%j is at %s', (changeSet, label) => {
  expect(labelAt(progressOf(changeSet))).toBe(label);
});
