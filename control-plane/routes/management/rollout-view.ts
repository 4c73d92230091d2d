import type { RolloutOfChangeSet, RolloutRow, RolloutStepRow } from '../../domain/rollouts/rollouts.ts';

/** A rollout as the API returns it. */
export function rolloutView({ changeSet, rollout }: RolloutOfChangeSet) {
  const { stepsHash: _, plannedBy: ___, steps, startedAt, pausedAt, endedAt, ...row } = rollout;
  const next = steps.find(({ appliedAt }) => appliedAt === null);
  return {
    changeSetId: changeSet.id,
    ...row,
    startedAt: startedAt?.toISOString() ?? null,
    pausedAt: pausedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    steps: steps.map(({ diff: __, dueAt, appliedAt, ...step }) => ({
      ...step,
      state: stateOf(rollout, { appliedAt }, step.position === next?.position),
      dueAt: rollout.state === 'running' && appliedAt === null ? (dueAt?.toISOString() ?? null) : null,
      appliedAt: appliedAt?.toISOString() ?? null,
    })),
  };
}

function stateOf(
  { state, reason }: RolloutRow,
  { appliedAt }: Pick<RolloutStepRow, 'appliedAt'>,
  isNext: boolean,
): 'planned' | 'applied' | 'paused' | 'failed' | 'stopped' {
  if (appliedAt !== null) return 'applied';
  if (state === 'paused') return isNext ? 'paused' : 'planned';
  if (state !== 'stopped') return 'planned';
  return isNext && reason !== null ? 'failed' : 'stopped';
}
