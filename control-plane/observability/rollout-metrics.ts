import { type MetricsBuilder, samplesOf } from '../../node-process/observability/metrics-builder.ts';
import type { NamedCounts } from '../model/named-counts.ts';

/** What became of a step: it was applied, or it no longer fitted, which stopped its rollout. */
export type StepOutcome = 'applied' | 'stopped';

/** Metrics of gradual rollouts. `readOldestDueSeconds` asks Postgres. */
export function addRolloutMetrics(
  { counter, gauge }: MetricsBuilder,
  outcomes: NamedCounts<StepOutcome>,
  readOldestDueSeconds: () => Promise<number>,
): void {
  counter(
    'rollout_steps_total',
    'Steps of gradual rollouts whose time came and that this process applied, or that no longer fitted, so that their rollout stopped.',
    ['outcome'],
    () => samplesOf('outcome', outcomes.entries()),
  );
  gauge(
    'rollout_step_oldest_due_seconds',
    'How long the step of a gradual rollout that is due longest is due. Absent if Postgres is unreachable.',
    [],
    async () => {
      const seconds = await readOldestDueSeconds().catch(() => undefined);
      return seconds === undefined ? [] : [[{}, seconds]];
    },
  );
}
