import type { EventBatch } from '../../../../shared/events/event-batch.ts';
import type { Logger } from '../../../../shared/logging/logger.ts';
import type { Clock, SetTimer } from '../../../../shared/model/clock.ts';
import { type BackoffLimits, backoffDelay } from '../../../../shared/retry/backoff.ts';
import type { Random } from '../../model/ports.ts';
import type { EventTransport, RejectedEvent, SendResult } from './event-transport.ts';

export interface BatchSenderDeps {
  readonly transport: EventTransport;
  readonly now: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Sends batches, and keeps the pauses between failed sendings. */
export interface BatchSender {
  send(batch: EventBatch, signal: AbortSignal): Promise<SendResult>;
  /** Batches that had to be sent again. */
  retries(): number;
  isPausing(): boolean;
  endPause(): void;
  /** Resolves when the pause is over. */
  pauseOver(setTimer: SetTimer): Promise<void>;
}

export function createBatchSender(deps: BatchSenderDeps, backoff: BackoffLimits): BatchSender {
  const { transport, now, random, logger } = deps;
  let retries = 0;
  let failures = 0;
  let notBeforeMs = Number.NEGATIVE_INFINITY;

  return {
    retries: () => retries,
    isPausing: () => now() < notBeforeMs,
    endPause() {
      notBeforeMs = Number.NEGATIVE_INFINITY;
    },
    pauseOver: (setTimer) => new Promise<void>((over) => setTimer(over, Math.max(0, notBeforeMs - now()))),
    async send(batch, signal) {
      const result = await transport.send(batch, signal).catch(asRetry);
      if (result.kind === 'retry') {
        retries += 1;
        if (failures === 0) logger.warn('event delivery is failing, buffering', { cause: result.cause });
        failures += 1;
        notBeforeMs = now() + Math.max(backoffDelay(failures, backoff, random()), result.afterMs ?? 0);
        return result;
      }
      if (failures > 0) logger.info('event delivery works again', { failures });
      failures = 0;
      if (result.kind === 'refused') logger.warn('batch of events refused', { cause: result.cause });
      else if (result.rejected.length > 0) {
        logger.warn('events rejected', { reasons: countReasons(result.rejected) });
      }
      return result;
    },
  };
}

function asRetry(error: unknown): SendResult {
  return { kind: 'retry', cause: error instanceof Error ? error.name : 'unknown' };
}

/** Codes only, and few of them: they come from the other side. */
function countReasons(rejected: readonly RejectedEvent[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { reason } of rejected) {
    if (counts.has(reason) || counts.size < 20) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
