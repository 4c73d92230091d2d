import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../shared/logging/logger.ts';
import type { DomainDeps } from './domain/change/change.ts';
import { applyDueChangeSets } from './domain/drafts/apply-due.ts';
import type { Subsystem } from './subsystem.ts';

/** A change set is applied within a second of its time. */
const INTERVAL_MS = 500;

/** Applies scheduled change sets at their time. Every control plane looks for them; one applies each. */
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
      const { applied, failed } = await applyDueChangeSets(deps);
      if (applied > 0) logger.info('scheduled change sets applied', { applied });
      if (failed > 0)
        logger.warn('scheduled change sets could not be applied, see their scheduleError', { failed });
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn('applying scheduled change sets failed, retrying', { error });
      isFailing = true;
    }
    await sleep(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
