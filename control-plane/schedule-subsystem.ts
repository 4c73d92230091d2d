import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../shared/logging/logger.ts';
import type { DomainDeps } from './domain/change/change.ts';
import { applyDueChangeSets } from './domain/drafts/apply-due.ts';
import { applyDueSteps } from './domain/rollouts/apply-due-steps.ts';
import { startRollout } from './domain/rollouts/start-rollout.ts';
import type { Subsystem } from './subsystem.ts';

/** A change set, or a step of a rollout, is applied within a second of its time. */
const INTERVAL_MS = 500;

/** Applies scheduled change sets, and the steps of rollouts, at their time. Every control plane looks for them; one applies each. */
export function createScheduleSubsystem(deps: DomainDeps, logger: Logger): Subsystem {
  const stopped = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    name: 'schedule',
    async start() {
      running = applyUntil(stopped.signal, deps, logger);
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

async function applyUntil(signal: AbortSignal, deps: DomainDeps, logger: Logger): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      // Each is tried, whatever happens to the other.
      const outcomes = await Promise.allSettled([applyChangeSets(deps, logger), applySteps(deps, logger)]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn('applying scheduled change sets failed, retrying', { error });
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

async function applySteps(deps: DomainDeps, logger: Logger): Promise<void> {
  const { applied, failed } = await applyDueSteps(deps);
  if (applied > 0) logger.info('steps of rollouts applied', { applied });
  if (failed > 0) logger.warn('rollouts stopped, see their reason', { stopped: failed });
}
