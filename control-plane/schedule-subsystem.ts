import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../shared/logging/logger.ts';
import type { DomainDeps } from './domain/change/change.ts';
import { applyDueChangeSets } from './domain/drafts/apply-due-change-sets.ts';
import { applyDueSteps } from './domain/rollouts/apply-due-steps.ts';
import { startRollout } from './domain/rollouts/start-rollout.ts';
import { createNamedCounts, type NamedCounts } from './model/named-counts.ts';
import { addRolloutMetrics, type StepOutcome } from './observability/rollout-metrics.ts';
import { readOldestDueStepSeconds } from './store/change-sets/due-steps.ts';
import type { Subsystem } from './subsystem.ts';

/** A change set, or a step of a rollout, is applied within a second of its time: this, and the time that it takes. */
const INTERVAL_MS = 250;

/** Applies scheduled change sets, and the steps of rollouts, at their time. Every control plane looks for them; one applies each. */
export function createScheduleSubsystem(deps: DomainDeps, logger: Logger): Subsystem {
  const stopped = new AbortController();
  const steps = createNamedCounts<StepOutcome>(['applied', 'stopped']);
  let running: Promise<unknown> = Promise.resolve();
  return {
    name: 'schedule',
    addMetrics: (builder) => addRolloutMetrics(builder, steps, () => readOldestDueStepSeconds(deps.sql)),
    async start() {
      const { signal } = stopped;
      // Neither waits for the other.
      running = Promise.all([
        repeat(
          signal,
          () => applyChangeSets(deps, logger),
          (error) => logger.warn('applying scheduled change sets failed, retrying', { error }),
        ),
        repeat(
          signal,
          () => applySteps(deps, steps, logger),
          (error) => logger.warn('applying steps of rollouts failed, retrying', { error }),
        ),
      ]);
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** @param warn called for the first of several failures in a row */
async function repeat(
  signal: AbortSignal,
  work: () => Promise<void>,
  warn: (error: unknown) => void,
): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      await work();
      isFailing = false;
    } catch (error) {
      if (!isFailing) warn(error);
      isFailing = true;
    }
    await sleep(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function applyChangeSets(deps: DomainDeps, logger: Logger): Promise<void> {
  const { applied, failed } = await applyDueChangeSets(deps, (change, draft) =>
    startRollout(change, draft, deps.randomUuid),
  );
  if (applied > 0) logger.info('scheduled change sets applied', { applied });
  if (failed > 0) {
    logger.warn('scheduled change sets could not be applied, see their scheduleError', { failed });
  }
}

async function applySteps(deps: DomainDeps, steps: NamedCounts<StepOutcome>, logger: Logger): Promise<void> {
  const { applied, failed } = await applyDueSteps(deps);
  steps.add('applied', applied);
  steps.add('stopped', failed);
  if (applied > 0) logger.info('steps of rollouts applied', { applied });
  if (failed > 0) logger.warn('rollouts stopped, see their reason', { stopped: failed });
}
